import { html, type Html } from '../web/html.js';
import type { Page } from '../web/page.js';
import type { Poll } from './poll.entity.js';

export function editPollPage(poll: Poll): Page {
  const body = html`<h1>Edit your poll</h1>
    <div class="card">${pollForm({ action: `/polls/${poll.id}`, button: 'Save', poll })}</div>`;
  return { title: 'Edit your poll', body };
}

export function pollForm(form: { action: string; button: string; poll?: Poll }): Html {
  return html`<form method="post" action="${form.action}">
    <label
      >Question <input name="question" required minlength="3" maxlength="200" value="${form.poll?.question}"
    /></label>
    <label
      >Choices, one a line <textarea name="choices" required>${form.poll?.choices.join('\n')}</textarea>
    </label>
    <button>${form.button}</button>
  </form>`;
}
