import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { Moment, Network, Table, User } from './parts.js';
import type { NamedNetwork, Person, View } from './view.js';

export interface EntryRow {
  readonly at: Date;
  readonly person: Person | null;
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string;
  /** `null`: it is no longer kept. */
  readonly network: NamedNetwork | null;
}

/** A page of entries, newest first. */
export function Entries(props: {
  view: View;
  heading: string;
  rows: readonly EntryRow[];
  next: string | null;
  isFirst: boolean;
  hides?: readonly ('user' | 'entity')[];
}): VNode {
  const { view, heading, rows, next, hides = [] } = props;
  return (
    <section class="card" id="entries">
      <h2>{heading}</h2>
      {rows.length === 0 ? (
        <p>{SAY.none}</p>
      ) : (
        <Table
          label={heading}
          rows={rows}
          columns={[
            { title: SAY.columns.time, cell: ({ at }) => <Moment view={view} at={at} /> },
            !hides.includes('user') && {
              title: SAY.columns.user,
              cell: ({ person }) =>
                person === null ? SAY.range.nameless : <User view={view} person={person} />,
            },
            { title: SAY.columns.action, cell: ({ action }) => <code>{action}</code> },
            !hides.includes('entity') && {
              title: SAY.columns.entity,
              cell: (row) => <Entity view={view} row={row} />,
            },
            {
              title: view.visitor.can.seeAddresses ? SAY.columns.address : SAY.columns.network,
              cell: ({ network }) => (network === null ? '–' : <Network network={network} />),
            },
          ]}
        />
      )}
      <p class="small">
        {!props.isFirst && <a href={`${view.query}#entries`}>{SAY.newest}</a>}{' '}
        {next !== null && <a href={`${view.query}after=${encodeURIComponent(next)}#entries`}>{SAY.more}</a>}
      </p>
    </section>
  );
}

/** What was acted upon, as a button that looks it up. */
function Entity({ view, row }: { view: View; row: EntryRow }): VNode {
  const name = `${row.entityType} ${row.entityId}`;
  return view.visitor.can.investigate ? (
    <button class="link" form="go" name="entity" value={name}>
      {name}
    </button>
  ) : (
    <span>{name}</span>
  );
}
