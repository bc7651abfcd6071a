import { h } from '../libraries.js';
import { SAY } from '../sentences.js';
import { documentOf, Layout } from './layout.js';
import { Table } from './parts.js';
import type { View } from './view.js';

export interface UserBlocksData {
  readonly added: number;
  /** `network` is `null` where the visitor may not see addresses. */
  readonly leftOut: readonly { network: string | null; why: string }[];
}

/** What became of the networks of a user. */
export function userBlocksPage(view: View, data: UserBlocksData): string {
  return documentOf(
    <Layout view={view} title={SAY.blocks.title} current="blocks">
      <h1>{SAY.blocks.madeForUser}</h1>
      <p class="note good" role="status">
        {SAY.blocks.blocked(data.added)}
      </p>
      {data.leftOut.length > 0 && (
        <section class="card">
          <h2>{SAY.blocks.leftOut}</h2>
          <Table
            label={SAY.blocks.leftOut}
            rows={data.leftOut}
            columns={[
              {
                title: SAY.columns.network,
                cell: ({ network }) => <span class="ip">{network ?? SAY.hiddenAddress}</span>,
              },
              { title: SAY.columns.reason, cell: ({ why }) => why },
            ]}
          />
        </section>
      )}
      <p>
        <a href={`${view.root}blocks`}>{SAY.nav.blocks}</a>
      </p>
    </Layout>,
  );
}
