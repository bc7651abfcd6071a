import { html } from '../web/html.js';
import type { Page, Viewer } from '../web/page.js';
import { when } from '../web/when.js';
import { categorySelect } from './category-select.js';
import type { ThreadList } from './forum.service.js';

export function threadListPage(list: ThreadList, viewer: Viewer): Page {
  const body = html`<h1>Threads</h1>
    <nav class="tags">
      <a class="tag" href="/">All</a>
      ${list.categories.map(({ id, name }) => html`<a class="tag" href="/?category=${id}">${name}</a>`)}
    </nav>
    ${viewer ? startForm(list) : html`<p class="quiet"><a href="/login">Log in</a> to start a thread.</p>`}
    <div class="card list">
      ${list.threads.length > 0 ? list.threads.map((thread) => summary(thread, list)) : html`<p class="quiet">No threads yet.</p>`}
    </div>
    ${list.older !== undefined && html`<a href="/?${list.categoryId && `category=${list.categoryId}&`}before=${list.older}">Older threads</a>`}`;
  return { title: 'Threads', body };
}

function summary(thread: ThreadList['threads'][number], { categories }: ThreadList) {
  const category = categories.find(({ id }) => id === thread.categoryId);
  return html`<div>
    <div class="row">
      <a href="/threads/${thread.id}">${thread.title}</a> <span class="tag">${category?.name}</span>
    </div>
    <div class="quiet">
      ${thread.author} · ${when(thread.createdAt)} · ${thread.replies}
      ${thread.replies === 1 ? 'reply' : 'replies'}
    </div>
  </div>`;
}

function startForm({ categories, categoryId }: ThreadList) {
  return html`<details class="card">
    <summary>Start a thread</summary>
    <form method="post" action="/threads">
      <label>Title <input name="title" required minlength="3" maxlength="120" /></label>
      <label>Category ${categorySelect(categories, categoryId)}</label>
      <label>Text <textarea name="text" required maxlength="10000"></textarea></label>
      <button>Start the thread</button>
    </form>
  </details>`;
}
