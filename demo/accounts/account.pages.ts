import { html } from '../web/html.js';
import type { Page } from '../web/page.js';

export function registerPage(): Page {
  return accountForm({ title: 'Register', action: '/accounts', autocomplete: 'new-password' });
}

export function loginPage(): Page {
  return accountForm({ title: 'Log in', action: '/sessions', autocomplete: 'current-password' });
}

function accountForm(form: { title: string; action: string; autocomplete: string }): Page {
  const body = html`<h1>${form.title}</h1>
    <form class="card" method="post" action="${form.action}">
      <label
        >Name <input name="name" required minlength="3" maxlength="30" autocomplete="username" autofocus
      /></label>
      <label
        >Password
        <input
          name="password"
          type="password"
          required
          minlength="8"
          maxlength="200"
          autocomplete="${form.autocomplete}"
      /></label>
      <button>${form.title}</button>
    </form>`;
  return { title: form.title, body };
}
