import type { BlockProposal } from '../../blocking/block-proposal.js';
import type { IpBlock } from '../../blocking/ip-block.js';
import { h } from '../libraries.js';
import { SAY } from '../sentences.js';
import { LiftForm } from './block-rows.js';
import { documentOf, Layout } from './layout.js';
import { GoForm, Network, Notes, Table, User } from './parts.js';
import type { Person, View } from './view.js';

export interface ProposalRow {
  readonly kind: BlockProposal['kind'];
  readonly range: string;
  /** What would be lifted; `null`: a subnet would be blocked. */
  readonly block: IpBlock | null;
  /** How much of the subnet is listed, 0 to 1. */
  readonly share: number | null;
  /** Whom following it would hit, or let in again. */
  readonly users: number;
  readonly usersIsAtLeast: boolean;
  readonly staff: readonly Person[];
}

export interface ProposalsData {
  readonly reason: string;
  readonly isCut: boolean;
  readonly rows: readonly ProposalRow[];
}

/** What staff may want to do about blocks. */
export function proposalsPage(view: View, { reason, isCut, rows }: ProposalsData): string {
  const say = SAY.blocks.proposals;
  return documentOf(
    <Layout view={view} title={say.title} current="blocks">
      <GoForm view={view} />
      <h1>{say.title}</h1>
      <p class="soft">{say.hint}</p>
      {isCut && <p class="note warn">{say.cut}</p>}
      <Notes view={view} reason={reason} />
      <section class="card">
        <h2>{say.list}</h2>
        {rows.length === 0 ? (
          <p>{say.none}</p>
        ) : (
          <Table
            label={say.list}
            rows={rows}
            columns={[
              {
                title: SAY.columns.range,
                cell: ({ range }) => <Network network={{ name: range, range }} />,
              },
              {
                title: say.what,
                cell: ({ kind, share }) => (
                  <span>
                    {say.kinds[kind]}
                    {share !== null && <span class="soft small"> · {say.listed(share)}</span>}
                  </span>
                ),
              },
              {
                title: say.whom,
                cell: ({ users, usersIsAtLeast, staff }) => (
                  <span>
                    {usersIsAtLeast ? SAY.atLeast(SAY.users(users)) : SAY.users(users)}
                    {staff.map((person) => (
                      <span>
                        {', '}
                        <User view={view} person={person} />
                      </span>
                    ))}
                  </span>
                ),
              },
              {
                title: SAY.columns.actions,
                cell: ({ range, block }) =>
                  block === null ? (
                    <button class="plain" form="go" name="range" value={range}>
                      {say.look}
                    </button>
                  ) : (
                    <LiftForm view={view} row={block} />
                  ),
              },
            ]}
          />
        )}
      </section>
    </Layout>,
  );
}
