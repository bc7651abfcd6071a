import type { IpBlock } from '../../blocking/ip-block.js';
import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { BlockForm } from './block-form.js';
import { documentOf, Layout } from './layout.js';
import { Moment, Table, Token } from './parts.js';
import type { View } from './view.js';

/** A block with its range as the visitor may see it. */
export interface BlockRow extends Omit<IpBlock, 'range'> {
  readonly range: string | null;
}

export interface BlocksData {
  readonly isLive: boolean;
  readonly rows: readonly BlockRow[];
  readonly next: string | null;
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
        {data.next !== null && (
          <p class="small">
            <a href={`?${data.isLive ? '' : 'ended=yes&'}after=${encodeURIComponent(data.next)}`}>
              {SAY.more}
            </a>
          </p>
        )}
      </section>
      {can.block && can.seeAddresses && data.isLive && (
        <section class="card">
          <h2>{SAY.blocks.add}</h2>
          <details>
            <summary>{SAY.blocks.add}</summary>
            <BlockForm view={view} range={null} />
          </details>
        </section>
      )}
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
            cell: (row: BlockRow) => <Lift view={view} row={row} />,
          },
      ]}
    />
  );
}

function End({ view, row }: { view: View; row: BlockRow }): VNode {
  if (row.liftedAt !== null) {
    return (
      <span>
        <Moment view={view} at={row.liftedAt} />, {SAY.blocks.lifted(row.liftedBy ?? SAY.unknown)}
      </span>
    );
  }
  if (row.expiresAt === null) return <span>{SAY.blocks.forEver}</span>;
  return <Moment view={view} at={row.expiresAt} />;
}

function Lift({ view, row }: { view: View; row: BlockRow }): VNode {
  const name = SAY.blocks.liftOf(row.range ?? SAY.blocks.hidden);
  const id = `why-${row.id}`;
  return (
    <details>
      <summary aria-label={name}>{SAY.blocks.lift}</summary>
      <form method="post" action={`${view.root}blocks/lift`}>
        <Token view={view} />
        <input type="hidden" name="block" value={row.id} />
        <label for={id}>{SAY.blocks.liftReason}</label>
        <input
          type="text"
          id={id}
          name="reason"
          value={view.visitor.reason}
          required
          minLength={3}
          maxLength={500}
        />
        <p class="actions">
          <button class="plain" aria-label={name}>
            {SAY.blocks.lift}
          </button>
        </p>
      </form>
    </details>
  );
}
