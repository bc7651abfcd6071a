import { h, type VNode } from '../libraries.js';
import type { ActivityGrid } from '../pictures/activity-grid.js';
import { ActivityPicture } from '../pictures/activity-picture.js';
import { type Lane, LanesPicture } from '../pictures/lanes-picture.js';
import { SAY } from '../sentences.js';
import { BlockTermsFields } from './block-form.js';
import { type EntryRow, Entries } from './entries.js';
import { documentOf, Layout } from './layout.js';
import { GoForm, Moment, Network, Notes, Pager, pageOfRows, Table, Token, User } from './parts.js';
import type { NamedNetwork, Person, View } from './view.js';

/** One network that the user acted from. */
export interface NetworkRow extends NamedNetwork {
  readonly addresses: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly entries: number;
  /** Everybody who was on it, this user included. */
  readonly users: number;
  readonly usersIsAtLeast: boolean;
  readonly isSilent: boolean;
}

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

export interface UserData {
  readonly person: Person;
  readonly reason: string;
  readonly oldestKept: Date | null;
  readonly isCut: boolean;
  readonly grid: ActivityGrid | null;
  readonly networks: readonly NetworkRow[];
  readonly networksPage: number;
  readonly lanes: readonly Lane[];
  readonly linked: readonly LinkedRow[];
  readonly linkedPage: number;
  readonly entries: {
    readonly rows: readonly EntryRow[];
    readonly next: string | null;
    readonly isFirst: boolean;
  };
}

export function userPage(view: View, data: UserData): string {
  const { person, networks, grid } = data;
  const people = data.linked.filter((row) => !row.person.isStaff);
  const staff = data.linked.filter((row) => row.person.isStaff);
  return documentOf(
    <Layout view={view} title={SAY.user.title}>
      <GoForm view={view} />
      <div class="head">
        <h1>{person.name}</h1>
        <ul class="facts">
          <li class="id">
            {SAY.id} {person.id}
          </li>
          {person.isStaff && (
            <li>
              <span class="badge staff">{SAY.staffBadge}</span>
            </li>
          )}
          {person.createdAt !== null && (
            <li class="soft small">{SAY.user.since(view.time.day(person.createdAt))}</li>
          )}
          <li>
            <span class="badge">{SAY.networks(networks.length)}</span>
          </li>
          {grid !== null && (
            <li>
              <span class="badge">{SAY.entries(grid.entries)}</span>
            </li>
          )}
          {person.url !== null && (
            <li>
              <a href={person.url} rel="noreferrer">
                {SAY.user.profile}
              </a>
            </li>
          )}
        </ul>
      </div>
      <Notes view={view} reason={data.reason} oldestKept={data.oldestKept} isCut={data.isCut} />
      {grid === null && networks.length === 0 ? <p class="note">{SAY.user.never}</p> : null}
      {grid !== null && (
        <section class="card">
          <h2>{SAY.user.activity}</h2>
          <ActivityPicture grid={grid} time={view.time} />
        </section>
      )}
      <section class="card" id="linked">
        <h2>{SAY.user.linked}</h2>
        <p class="soft small">{SAY.user.linkedHint}</p>
        {people.length === 0 ? (
          <p>{SAY.user.linkedNone}</p>
        ) : (
          <Linked view={view} of={person} rows={people} page={data.linkedPage} />
        )}
      </section>
      {staff.length > 0 && (
        <section class="card">
          <h2>{SAY.user.linkedStaff}</h2>
          <ul>
            {staff.map((row) => (
              <li>
                <User view={view} person={row.person} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Networks view={view} data={data} />
      {view.visitor.can.block && networks.length > 0 && <BlockTheirs view={view} person={person} />}
      <Entries view={view} {...data.entries} heading={SAY.user.entries} hides={['user']} />
    </Layout>,
  );
}

function Linked(props: { view: View; of: Person; rows: readonly LinkedRow[]; page: number }): VNode {
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

function Networks({ view, data }: { view: View; data: UserData }): VNode {
  const shown = pageOfRows(data.networks, data.networksPage);
  return (
    <section class="card" id="networks">
      <h2>{SAY.user.networks}</h2>
      <p class="soft small">{SAY.user.networksHint}</p>
      <LanesPicture
        lanes={data.lanes}
        label={SAY.user.lanes}
        alt={SAY.user.lanesAlt}
        caption={data.lanes.length < data.networks.length ? SAY.user.lanesCut(data.lanes.length) : undefined}
        time={view.time}
      />
      <Table
        label={SAY.user.networks}
        rows={shown.rows}
        columns={[
          { title: SAY.columns.network, cell: (row) => <Network network={row} /> },
          { title: SAY.columns.others, cell: (row) => <Others row={row} /> },
          { title: SAY.columns.first, cell: (row) => <Moment view={view} at={row.firstSeen} /> },
          { title: SAY.columns.last, cell: (row) => <Moment view={view} at={row.lastSeen} /> },
          { title: SAY.columns.addresses, isNumber: true, cell: (row) => row.addresses },
          { title: SAY.columns.entries, isNumber: true, cell: (row) => row.entries },
        ]}
      />
      <Pager view={view} {...shown} name="networks" />
    </section>
  );
}

const CROWD = 20;

function Others({ row }: { row: NetworkRow }): VNode {
  if (row.isSilent) {
    return (
      <span class="badge weak" title={SAY.user.sharedTitle}>
        {SAY.user.shared}
      </span>
    );
  }
  const others = row.users - 1;
  if (others === 0) return <span>{SAY.user.alone}</span>;
  const said = SAY.user.others(others);
  return (
    <span>
      {row.usersIsAtLeast ? SAY.atLeast(said) : said}
      {others >= CROWD && <span class="badge weak">{SAY.user.crowd}</span>}
    </span>
  );
}

function BlockTheirs({ view, person }: { view: View; person: Person }): VNode {
  return (
    <details class="card">
      <summary>
        <h2>{SAY.user.block}</h2>
      </summary>
      <p class="soft small">{SAY.user.blockHint}</p>
      <form method="post" action={`${view.root}blocks/for-user`}>
        <Token view={view} />
        <input type="hidden" name="user" value={person.id} />
        <BlockTermsFields view={view} />
        <p class="actions">
          <button class="danger">{SAY.user.block}</button>
        </p>
      </form>
    </details>
  );
}
