import { html } from '../web/html.js';
import type { Page } from '../web/page.js';
import { when } from '../web/when.js';
import type { TrailOverview } from './trail.service.js';

export function trailPage({ total, byAction, newest }: TrailOverview): Page {
  const counted = byAction.map(
    ({ action, count }) =>
      html`<tr>
        <td><code>${action}</code></td>
        <td class="number">${count}</td>
      </tr>`,
  );
  const recent = newest.map(
    (entry) =>
      html`<tr>
        <td>${when(entry.createdAt)}</td>
        <td>${entry.userId}</td>
        <td><code>${entry.action}</code></td>
        <td>${entry.entityType} ${entry.entityId}</td>
      </tr>`,
  );
  const body = html`<h1>Audit trail</h1>
    <p class="quiet">What the forum recorded. Addresses are not shown here.</p>
    <section class="card">
      <div class="big">${total}</div>
      <div class="quiet">entries</div>
    </section>
    <section class="card">
      <h2>By action</h2>
      <table>
        <tr>
          <th>Action</th>
          <th class="number">Entries</th>
        </tr>
        ${counted}
      </table>
    </section>
    <section class="card scroll">
      <h2>Newest</h2>
      <table>
        <tr>
          <th>When</th>
          <th>Account</th>
          <th>Action</th>
          <th>On what</th>
        </tr>
        ${recent}
      </table>
    </section>`;
  return { title: 'Audit trail', body };
}
