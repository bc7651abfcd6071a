import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { documentOf, Layout } from './layout.js';
import { GoForm, Moment, Table, Token, User } from './parts.js';
import type { Person, View } from './view.js';

/** What waits for somebody. */
export interface StartData {
  /** What was typed before, where the form comes back. */
  readonly asked: string;
  /** Why it comes back. */
  readonly problem: string | null;
  /** Users whom the typed name may mean. */
  readonly candidates: readonly Person[] | null;
  readonly endingSoon: {
    readonly blocks: readonly { range: string | null; reason: string; expiresAt: Date }[];
    readonly isCut: boolean;
  };
  /** `null`: the visitor may not follow any. */
  readonly proposals: { readonly count: number; readonly isAtLeast: boolean } | null;
  readonly isOverdue: boolean;
  /** `null`: the visitor may not see lookups. */
  readonly staffLookups: readonly { staffId: string; lookups: number }[] | null;
}

export function startPage(view: View, data: StartData): string {
  const { can } = view.visitor;
  return documentOf(
    <Layout view={view} title={SAY.start.title} current="start">
      <h1>{SAY.start.heading}</h1>
      {data.problem !== null && (
        <p class="note bad" role="alert">
          {data.problem}
        </p>
      )}
      {can.investigate ? <Find view={view} data={data} /> : <p class="note">{SAY.start.mayNot}</p>}
      {data.candidates !== null && <Candidates view={view} data={data} people={data.candidates} />}
      <Waiting view={view} data={data} />
    </Layout>,
  );
}

function Find({ view, data }: { view: View; data: StartData }): VNode {
  const { seeAddresses } = view.visitor.can;
  return (
    <form class="card find" method="post" action={`${view.root}find`}>
      <Token view={view} />
      <label for="q">{seeAddresses ? SAY.start.field : SAY.start.fieldWithoutAddresses}</label>
      <input
        class="q"
        type="search"
        id="q"
        name="q"
        value={data.asked}
        required
        autocomplete="off"
        spellcheck={false}
        autofocus
        aria-describedby="q-hint"
      />
      <p class="soft small" id="q-hint">
        {seeAddresses ? SAY.start.hint : SAY.start.hintWithoutAddresses}
      </p>
      <label for="reason">{SAY.start.reason}</label>
      <input
        type="text"
        id="reason"
        name="reason"
        value={view.visitor.reason}
        required
        minLength={3}
        maxLength={500}
        aria-describedby="reason-hint"
      />
      <p class="soft small" id="reason-hint">
        {SAY.start.reasonHint}
      </p>
      <button>{SAY.look}</button>
    </form>
  );
}

function Candidates(props: { view: View; data: StartData; people: readonly Person[] }): VNode {
  return (
    <section class="card">
      <h2>{SAY.start.several(props.data.asked)}</h2>
      <p class="soft small">{SAY.start.severalHint}</p>
      <GoForm view={props.view} />
      <ul>
        {props.people.map((person) => (
          <li>
            <User view={props.view} person={person} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Waiting({ view, data }: { view: View; data: StartData }): VNode {
  return (
    <section aria-labelledby="waits">
      <h2 id="waits">{SAY.start.waiting}</h2>
      <div class="two">
        <div class="card">
          <h3>{SAY.start.pruning}</h3>
          <p class={data.isOverdue ? 'note bad' : undefined}>
            {data.isOverdue ? SAY.retention.overdue : SAY.retention.onTime}{' '}
            <a href={`${view.root}retention`}>{SAY.nav.retention}</a>
          </p>
        </div>
        <div class="card">
          <h3>{SAY.start.endingSoon}</h3>
          {data.endingSoon.blocks.length === 0 ? (
            <p>{SAY.none}</p>
          ) : (
            <Table
              label={SAY.start.endingSoon}
              rows={data.endingSoon.blocks}
              columns={[
                {
                  title: SAY.columns.range,
                  cell: ({ range, reason }) => (
                    <span>
                      <span class="ip">{range ?? SAY.blocks.hidden}</span>
                      <span class="under">{reason}</span>
                    </span>
                  ),
                },
                { title: SAY.columns.ends, cell: ({ expiresAt }) => <Moment view={view} at={expiresAt} /> },
              ]}
            />
          )}
          {data.endingSoon.isCut && <p class="soft small">{SAY.start.endingSoonCut}</p>}
        </div>
        {data.proposals !== null && (
          <div class="card">
            <h3>{SAY.start.proposals}</h3>
            <p>
              {data.proposals.isAtLeast
                ? SAY.atLeast(SAY.start.proposed(data.proposals.count))
                : SAY.start.proposed(data.proposals.count)}{' '}
              <a href={`${view.root}blocks`}>{SAY.nav.blocks}</a>
            </p>
          </div>
        )}
        {data.staffLookups !== null && (
          <div class="card">
            <h3>{SAY.start.staffLookups}</h3>
            {data.staffLookups.length === 0 ? <p>{SAY.none}</p> : <StaffCounts counts={data.staffLookups} />}
          </div>
        )}
      </div>
    </section>
  );
}

export function StaffCounts(props: { counts: readonly { staffId: string; lookups: number }[] }): VNode {
  return (
    <Table
      label={SAY.start.staffLookups}
      rows={props.counts}
      columns={[
        { title: SAY.columns.staff, cell: ({ staffId }) => staffId },
        { title: SAY.columns.lookups, isNumber: true, cell: ({ lookups }) => lookups },
      ]}
    />
  );
}
