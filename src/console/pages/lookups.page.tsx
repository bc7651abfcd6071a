import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { documentOf, Layout } from './layout.js';
import { GoForm, Moment, Notes, Table, Token, User } from './parts.js';
import { StaffCounts } from './start.page.js';
import type { Person, View } from './view.js';

export interface LookupRow {
  readonly at: Date;
  readonly staffId: string;
  readonly kind: string;
  readonly person: Person | null;
  /** `null` where there was none. */
  readonly range: string | null;
  readonly reason: string;
  readonly results: number | null;
}

export interface LookupsData {
  /** `null`: nothing was searched yet. */
  readonly found: {
    readonly rows: readonly LookupRow[];
    readonly next: string | null;
    readonly isFirst: boolean;
    readonly oldestKept: Date | null;
    readonly reason: string;
  } | null;
  /** `October 2026`, in UTC. */
  readonly month: string;
  /** The months around it that may be asked for, `2026-09`. */
  readonly before: string | null;
  readonly after: string | null;
  /** How long the log is kept. */
  readonly logDays: number;
  readonly counts: readonly { staffId: string; lookups: number }[];
}

export function lookupsPage(view: View, data: LookupsData): string {
  const { found } = data;
  return documentOf(
    <Layout view={view} title={SAY.lookups.title} current="lookups">
      <GoForm view={view} />
      <h1>{SAY.lookups.title}</h1>
      <p class="soft small">{SAY.lookups.kept(data.logDays)}</p>
      {found !== null && (
        <Notes
          view={view}
          reason={found.reason}
          oldestKept={found.oldestKept}
          keptFrom={SAY.lookups.keptFrom}
        />
      )}
      {found !== null && (
        <section class="card">
          <h2>{SAY.lookups.title}</h2>
          {found.rows.length === 0 ? <p>{SAY.lookups.none}</p> : <Log view={view} rows={found.rows} />}
          <p class="small">
            {!found.isFirst && <a href={view.query}>{SAY.newest}</a>}{' '}
            {found.next !== null && (
              <a href={`${view.query}after=${encodeURIComponent(found.next)}`}>{SAY.more}</a>
            )}
          </p>
        </section>
      )}
      <div class="two">
        <section class="card">
          <h2>{SAY.lookups.search}</h2>
          <p class="soft small">{SAY.lookups.hint}</p>
          <Search view={view} />
        </section>
        <section class="card">
          <h2>{SAY.lookups.report(data.month)}</h2>
          {data.counts.length === 0 ? <p>{SAY.none}</p> : <StaffCounts counts={data.counts} />}
          <p class="small">
            {data.before !== null && (
              <a href={`${view.root}lookups?month=${data.before}`}>{SAY.lookups.monthBefore}</a>
            )}{' '}
            {data.after !== null && (
              <a href={`${view.root}lookups?month=${data.after}`}>{SAY.lookups.monthAfter}</a>
            )}
          </p>
        </section>
      </div>
    </Layout>,
  );
}

function Log({ view, rows }: { view: View; rows: readonly LookupRow[] }): VNode {
  return (
    <Table
      label={SAY.lookups.title}
      rows={rows}
      columns={[
        { title: SAY.columns.time, cell: ({ at }) => <Moment view={view} at={at} /> },
        { title: SAY.columns.staff, cell: ({ staffId }) => staffId },
        { title: SAY.columns.kind, cell: ({ kind }) => SAY.lookups.kinds[kind] ?? kind },
        {
          title: SAY.columns.about,
          cell: ({ person, range }) =>
            person === null ? <span class="ip">{range ?? '–'}</span> : <User view={view} person={person} />,
        },
        { title: SAY.columns.reason, cell: ({ reason }) => reason },
        { title: SAY.columns.results, isNumber: true, cell: ({ results }) => results ?? '–' },
      ]}
    />
  );
}

function Search({ view }: { view: View }): VNode {
  const field = (name: string, label: string, type: 'text' | 'date' = 'text') => (
    <div>
      <label for={name}>{label}</label>
      {type === 'date' ? (
        <input type="date" id={name} name={name} />
      ) : (
        <input type="text" id={name} name={name} autocomplete="off" />
      )}
    </div>
  );
  return (
    <form method="post" action={`${view.root}lookups`}>
      <Token view={view} />
      <div class="row">
        {field('staff', SAY.lookups.staff)}
        {field('user', SAY.lookups.user)}
      </div>
      {view.visitor.can.seeAddresses && field('range', SAY.lookups.range)}
      <div class="row">
        {field('from', SAY.lookups.from, 'date')}
        {field('to', SAY.lookups.to, 'date')}
      </div>
      <label for="lookups-reason">{SAY.start.reason}</label>
      <input
        type="text"
        id="lookups-reason"
        name="reason"
        value={view.visitor.reason}
        required
        minLength={3}
        maxLength={500}
      />
      <p class="actions">
        <button>{SAY.lookups.submit}</button>
      </p>
    </form>
  );
}
