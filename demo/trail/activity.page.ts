import type { AuditTrailEntry } from 'nest-audit-trail';
import { html } from '../web/html.js';
import type { Page } from '../web/page.js';
import { when } from '../web/when.js';
import { IP_STORE_DAYS } from './store-days.js';

export function activityPage(entries: AuditTrailEntry[]): Page {
  const rows = entries.map(
    (entry) =>
      html`<tr>
        <td>${when(entry.createdAt)}</td>
        <td><code>${entry.action}</code></td>
        <td>${entry.entityType} ${entry.entityId}</td>
        <td><code>${entry.ip}</code></td>
      </tr>`,
  );
  const body = html`<h1>Your activity</h1>
    <p class="quiet">
      What you did here and from which address. Only you see this page; after ${IP_STORE_DAYS} days it is
      deleted.
    </p>
    <section class="card scroll">
      <table>
        <tr>
          <th>When</th>
          <th>Action</th>
          <th>On what</th>
          <th>Address</th>
        </tr>
        ${rows}
      </table>
    </section>`;
  return { title: 'Your activity', body };
}
