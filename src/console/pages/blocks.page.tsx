import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { BlockForm, ImportForm } from './block-form.js';
import { type BlockRow, ChangeForm, End, LiftForm, Reason } from './block-rows.js';
import { documentOf, Layout } from './layout.js';
import { Moment, Notes, Table, Token } from './parts.js';
import type { View } from './view.js';

export interface BlocksData {
  readonly isLive: boolean;
  readonly rows: readonly BlockRow[];
  readonly next: string | null;
  readonly isFirst: boolean;
  /** When the oldest block that is kept was made. */
  readonly oldestKept: Date | null;
  /** What has just been done. */
  readonly said: string | null;
}

export function blocksPage(view: View, data: BlocksData): string {
  const { can } = view.visitor;
  const tab = (isLive: boolean, text: string) => (
    <a
      href={isLive ? 'blocks' : 'blocks?ended=yes'}
      aria-current={data.isLive === isLive ? 'page' : undefined}
    >
      {text}
    </a>
  );
  return documentOf(
    <Layout view={view} title={SAY.blocks.title} current="blocks">
      <h1>{SAY.blocks.title}</h1>
      {data.said !== null && (
        <p class="note good" role="status">
          {data.said}
        </p>
      )}
      <nav class="tabs" aria-label={SAY.blocks.tabs}>
        <ul>
          <li>{tab(true, SAY.blocks.live)}</li>
          <li>{tab(false, SAY.blocks.ended)}</li>
        </ul>
      </nav>
      <section class="card">
        {data.rows.length === 0 ? (
          <p>{data.isLive ? SAY.blocks.noneLive : SAY.blocks.noneEnded}</p>
        ) : (
          <BlockTable view={view} data={data} />
        )}
        <p class="small">
          {!data.isFirst && <a href={data.isLive ? 'blocks' : 'blocks?ended=yes'}>{SAY.newest}</a>}{' '}
          {data.next !== null && (
            <a href={`?${data.isLive ? '' : 'ended=yes&'}after=${encodeURIComponent(data.next)}`}>
              {SAY.more}
            </a>
          )}
        </p>
      </section>
      <Notes view={view} oldestKept={data.oldestKept ?? undefined} keptFrom={SAY.blocks.keptFrom} />
      {can.block && can.seeAddresses && data.isLive && <Keeping view={view} />}
    </Layout>,
  );
}

function BlockTable({ view, data }: { view: View; data: BlocksData }): VNode {
  return (
    <Table
      label={SAY.blocks.title}
      rows={data.rows}
      columns={[
        {
          title: SAY.columns.range,
          cell: ({ range }) => <span class="ip">{range ?? SAY.blocks.hidden}</span>,
        },
        {
          title: SAY.columns.effect,
          cell: ({ effect }) => <span class={`badge ${effect}`}>{SAY.blocks.effects[effect]}</span>,
        },
        {
          title: SAY.columns.reason,
          cell: ({ reason, message }) => (
            <span>
              {reason}
              {message !== null && <span class="soft small"> · “{message}”</span>}
            </span>
          ),
        },
        { title: SAY.columns.by, cell: ({ staffId }) => staffId },
        { title: SAY.columns.made, cell: ({ createdAt }) => <Moment view={view} at={createdAt} /> },
        {
          title: data.isLive ? SAY.columns.ends : SAY.columns.ended,
          cell: (row) => <End view={view} row={row} />,
        },
        { title: SAY.columns.hits, isNumber: true, cell: ({ hits }) => hits },
        data.isLive &&
          view.visitor.can.block && {
            title: SAY.columns.actions,
            cell: (row: BlockRow) => (
              <div>
                <ChangeForm view={view} row={row} />
                <LiftForm view={view} row={row} />
              </div>
            ),
          },
      ]}
    />
  );
}

/** What changes the list as a whole, or takes it elsewhere. */
function Keeping({ view }: { view: View }): VNode {
  return (
    <div>
      <details class="card">
        <summary>
          <h2>{SAY.blocks.add}</h2>
        </summary>
        <BlockForm view={view} range={null} />
      </details>
      <details class="card">
        <summary>
          <h2>{SAY.blocks.import.title}</h2>
        </summary>
        <ImportForm view={view} />
      </details>
      <div class="two">
        <form class="card" method="post" action={`${view.root}blocks/export`}>
          <h2>{SAY.blocks.export.title}</h2>
          <p class="soft small">{SAY.blocks.export.hint}</p>
          <Token view={view} />
          <label for="format">{SAY.blocks.export.format}</label>
          <select id="format" name="format">
            {Object.entries(SAY.blocks.export.formats).map(([value, text]) => (
              <option value={value}>{text}</option>
            ))}
          </select>
          <Reason view={view} id="export-reason" label={SAY.start.reason} />
          <p class="actions">
            <button>{SAY.blocks.export.submit}</button>
          </p>
        </form>
        <form class="card" method="post" action={`${view.root}proposals`}>
          <h2>{SAY.blocks.proposals.title}</h2>
          <p class="soft small">{SAY.blocks.proposals.hint}</p>
          <Token view={view} />
          <Reason view={view} id="proposals-reason" label={SAY.start.reason} />
          <p class="actions">
            <button>{SAY.blocks.proposals.submit}</button>
          </p>
        </form>
      </div>
    </div>
  );
}
