import { h, type VNode } from '../libraries.js';
import { type Lane, LanesPicture } from '../pictures/lanes-picture.js';
import { SAY } from '../sentences.js';
import { Moment, Network, Pager, pageOfRows, Table } from './parts.js';
import type { NamedNetwork, View } from './view.js';

const CROWD = 20;

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

/** Where a user was and when, as a picture and as a table. */
export function NetworkRows(props: {
  view: View;
  rows: readonly NetworkRow[];
  lanes: readonly Lane[];
  page: number;
}): VNode {
  const { view, rows, lanes } = props;
  const shown = pageOfRows(rows, props.page);
  return (
    <section class="card" id="networks">
      <h2>{SAY.user.networks}</h2>
      <p class="soft small">{SAY.user.networksHint}</p>
      <LanesPicture
        lanes={lanes}
        label={SAY.user.lanes}
        alt={SAY.user.lanesAlt}
        caption={lanes.length < rows.length ? SAY.user.lanesCut(lanes.length) : undefined}
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
