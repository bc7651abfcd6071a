import { html } from '../web/html.js';
import type { Page } from '../web/page.js';
import type { Post } from './post.entity.js';

export function editPostPage(post: Post): Page {
  const body = html`<h1>Edit your post</h1>
    <form class="card" method="post" action="/posts/${post.id}">
      <label>Text <textarea name="text" required maxlength="10000">${post.text}</textarea></label>
      <button>Save</button>
    </form>`;
  return { title: 'Edit your post', body };
}
