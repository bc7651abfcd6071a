import { pollForm } from '../polls/poll.pages.js';
import { html, type Html } from '../web/html.js';
import type { Page, Viewer } from '../web/page.js';
import { when } from '../web/when.js';
import { categorySelect } from './category-select.js';
import type { ThreadView } from './forum.service.js';

export function threadPage(view: ThreadView, viewer: Viewer): Page {
  const { thread, posts, polls, attachments, categories } = view;
  const category = categories.find(({ id }) => id === thread.categoryId);
  const body = html`<h1>${thread.title}</h1>
    <p class="quiet">
      <span class="tag">${category?.name}</span> started by ${thread.author} · ${when(thread.createdAt)}
    </p>
    <article class="card text">${thread.text}</article>
    ${polls.map((poll) => pollCard(poll, viewer))} ${attachments.length > 0 && attachmentsCard(attachments)}
    ${posts.map((post) => postCard(post, viewer))} ${viewer && memberForms(thread.id)}
    ${viewer?.moderator && moveForm(view)}`;
  return { title: thread.title, body };
}

function postCard(post: ThreadView['posts'][number], viewer: Viewer): Html {
  return html`<article class="card" id="post-${post.id}">
    <div class="row quiet">
      <span><b>${post.author}</b> · ${when(post.createdAt)}${post.editedAt && html` · edited`}</span>
      ${viewer?.id === post.authorId && html`<a href="/posts/${post.id}/edit">Edit</a>`}
    </div>
    <div class="text">${post.text}</div>
  </article>`;
}

function pollCard(poll: ThreadView['polls'][number], viewer: Viewer): Html {
  return html`<section class="card" id="poll-${poll.id}">
    <div class="row">
      <h2>${poll.question}</h2>
      ${viewer?.id === poll.authorId && html`<a class="quiet" href="/polls/${poll.id}/edit">Edit</a>`}
    </div>
    <ul class="choices">
      ${poll.choices.map((choice) => html`<li>${choice}</li>`)}
    </ul>
  </section>`;
}

function attachmentsCard(attachments: ThreadView['attachments']): Html {
  return html`<section class="card" id="attachments">
    <h2>Attachments</h2>
    ${attachments.map(({ id, name, bytes }) => html`<div><a href="/attachments/${id}">${name}</a> <span class="quiet">${bytes} bytes</span></div>`)}
  </section>`;
}

function memberForms(threadId: number): Html {
  return html`<form class="card" method="post" action="/threads/${threadId}/posts">
      <label>Your reply <textarea name="text" required maxlength="10000"></textarea></label>
      <button>Reply</button>
    </form>
    <details class="card">
      <summary>Add a poll</summary>
      ${pollForm({ action: `/threads/${threadId}/polls`, button: 'Create the poll' })}
    </details>
    <details class="card">
      <summary>Attach a file</summary>
      <form
        class="inline"
        method="post"
        enctype="multipart/form-data"
        action="/threads/${threadId}/attachments"
      >
        <input type="file" name="file" aria-label="File" required /> <button>Upload</button>
      </form>
    </details>`;
}

function moveForm({ thread, categories }: ThreadView): Html {
  return html`<section class="card">
    <h2>Move this thread</h2>
    <form class="inline" method="post" action="/threads/${thread.id}/move">
      ${categorySelect(categories, thread.categoryId)} <button>Move</button>
    </form>
  </section>`;
}
