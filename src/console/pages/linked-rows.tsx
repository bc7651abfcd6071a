import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { Moment, Pager, pageOfRows, Table, Token, User } from './parts.js';
import type { Person, View } from './view.js';

/** Another account that may be of the same person. */
export interface LinkedRow {
  readonly person: Person;
  readonly strength: 'strong' | 'moderate' | 'weak';
  /** None: they are linked through a third account only. */
  readonly sharedNetworks: number;
  /** Networks of the user that were compared. */
  readonly networks: number;
  /** Everybody on the network of those shared that has the fewest users. */
  readonly fewestUsers: number;
  /** When the other account was last on one of them. */
  readonly lastShared: Date | null;
}

/** The accounts that may be of the same person, to pick some of them for the comparison. */
export function LinkedRows(props: {
  view: View;
  of: Person;
  rows: readonly LinkedRow[];
  page: number;
}): VNode {
  const { view } = props;
  const shown = pageOfRows(props.rows, props.page);
  return (
    <form method="post" action={`${view.root}find`}>
      <Token view={view} />
      <input type="hidden" name="with" value={props.of.id} />
      <Table
        label={SAY.user.linked}
        rows={shown.rows}
        columns={[
          { title: SAY.columns.user, cell: ({ person }) => <User view={view} person={person} /> },
          {
            title: SAY.columns.link,
            cell: ({ strength }) => <span class={`badge ${strength}`}>{SAY.user.strength[strength]}</span>,
          },
          {
            title: SAY.columns.evidence,
            cell: ({ sharedNetworks, networks, fewestUsers }) =>
              sharedNetworks === 0
                ? SAY.user.throughAnother
                : SAY.user.evidence(sharedNetworks, networks, fewestUsers),
          },
          {
            title: SAY.columns.lastShared,
            cell: ({ lastShared }) => (lastShared === null ? '–' : <Moment view={view} at={lastShared} />),
          },
          {
            title: SAY.columns.pick,
            cell: ({ person, strength }) => (
              <input
                type="checkbox"
                name="with"
                value={person.id}
                checked={strength === 'strong'}
                aria-label={SAY.user.pick(person.name)}
              />
            ),
          },
        ]}
      />
      <p class="actions">
        <button>{SAY.user.compare}</button>
      </p>
      <Pager view={view} {...shown} name="linked" />
    </form>
  );
}
