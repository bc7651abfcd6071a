import { html } from './html.js';
import type { Page, Viewer } from './page.js';
import { STYLE } from './style.js';

/** The whole document around a page. */
export function layout(page: Page, viewer: Viewer): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · Small Forum</title>
        ${STYLE}
      </head>
      <body>
        <header>
          <div>
            <a class="name" href="/">Small Forum</a>
            ${viewer ? signedIn(viewer) : html`<a href="/login">Log in</a> <a href="/register">Register</a>`}
          </div>
        </header>
        <main>${page.body}</main>
      </body>
    </html> `.markup;
}

function signedIn(viewer: NonNullable<Viewer>) {
  return html`${viewer.moderator && html`<a href="/trail">Trail</a> <a href="/staff/audit-trail">Staff console</a>`}
    <a href="/activity">Your activity</a>
    <span>${viewer.name}</span>
    <form class="inline" method="post" action="/sessions/end"><button class="link">Log out</button></form>`;
}
