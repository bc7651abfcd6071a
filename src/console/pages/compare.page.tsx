import { h, type VNode } from '../libraries.js';
import { type Lane, LanesPicture } from '../pictures/lanes-picture.js';
import { SAY } from '../sentences.js';
import { documentOf, Layout } from './layout.js';
import { GoForm, Moment, Network, Notes, Pager, pageOfRows, Table, User } from './parts.js';
import type { NamedNetwork, Person, View } from './view.js';

export interface SharedNetwork extends NamedNetwork {
  readonly users: number;
  readonly isCrowd: boolean;
  /** The colour of its dots: 0 to 7, or `rest`. */
  readonly color: number | 'rest';
  readonly use: readonly { person: Person; entries: number; firstSeen: Date; lastSeen: Date }[];
}

export interface CompareData {
  readonly people: readonly Person[];
  readonly reason: string;
  readonly oldestKept: Date | null;
  readonly isCut: boolean;
  readonly networks: readonly SharedNetwork[];
  readonly usesPage: number;
  readonly lanes: readonly Lane[];
  /** The newest entries of each account of which dots were made, where one has more; else `null`. */
  readonly lanesCutTo: number | null;
  readonly alternation: {
    people: readonly [Person, Person];
    network: string;
    from: Date;
    to: Date;
    switches: number;
  } | null;
}

/** More columns than this do not fit any screen; the table below has them all. */
const MATRIX_NETWORKS = 24;

export function comparePage(view: View, data: CompareData): string {
  const uses = data.networks.flatMap((network) => network.use.map((use) => ({ network, ...use })));
  const shown = pageOfRows(uses, data.usesPage);
  const { alternation } = data;
  return documentOf(
    <Layout view={view} title={SAY.compare.title}>
      <GoForm view={view} />
      <h1>{SAY.compare.heading(data.people.length)}</h1>
      <ul class="facts">
        {data.people.map((person) => (
          <li>
            <User view={view} person={person} />
          </li>
        ))}
      </ul>
      <Notes view={view} reason={data.reason} oldestKept={data.oldestKept} isCut={data.isCut} />
      {alternation !== null && (
        <p class="note warn">
          {SAY.compare.alternation(
            alternation.people[0].name,
            alternation.people[1].name,
            alternation.network,
            alternation.switches,
          )}
          {': '}
          <Moment view={view} at={alternation.from} /> – <Moment view={view} at={alternation.to} />
        </p>
      )}
      <section class="card">
        <h2>{SAY.compare.matrix}</h2>
        <p class="soft small">{SAY.compare.matrixHint}</p>
        {data.networks.length === 0 ? <p>{SAY.compare.none}</p> : <Matrix view={view} data={data} />}
        {data.networks.length > MATRIX_NETWORKS && (
          <p class="soft small">{SAY.compare.matrixCut(MATRIX_NETWORKS)}</p>
        )}
      </section>
      <section class="card">
        <h2>{SAY.compare.lanes}</h2>
        <LanesPicture
          lanes={data.lanes}
          label={SAY.compare.lanes}
          alt={SAY.compare.lanesAlt}
          caption={data.lanesCutTo === null ? undefined : SAY.compare.lanesCut(data.lanesCutTo)}
          time={view.time}
        />
        <Legend networks={data.networks} />
      </section>
      {uses.length > 0 && (
        <section class="card" id="uses">
          <h2>{SAY.compare.table}</h2>
          <Table
            label={SAY.compare.table}
            rows={shown.rows}
            columns={[
              { title: SAY.columns.network, cell: ({ network }) => <Network network={network} /> },
              { title: SAY.columns.user, cell: ({ person }) => <User view={view} person={person} /> },
              { title: SAY.columns.first, cell: ({ firstSeen }) => <Moment view={view} at={firstSeen} /> },
              { title: SAY.columns.last, cell: ({ lastSeen }) => <Moment view={view} at={lastSeen} /> },
              { title: SAY.columns.entries, isNumber: true, cell: ({ entries }) => entries },
            ]}
          />
          <Pager view={view} {...shown} name="uses" />
        </section>
      )}
    </Layout>,
  );
}

function Matrix({ view, data }: { view: View; data: CompareData }): VNode {
  const networks = data.networks.slice(0, MATRIX_NETWORKS);
  const most = Math.max(...networks.flatMap(({ use }) => use.map(({ entries }) => entries)));
  const shade = (entries: number) =>
    `s${1 + Math.min(3, Math.floor((Math.log(entries) / Math.log(most + 1)) * 4))}`;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={SAY.compare.matrix}>
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">{SAY.columns.user}</th>
            {networks.map((network) => (
              <th scope="col">
                <Network network={network} />
                <br />
                <span class="soft">{SAY.compare.onIt(network.users)}</span>
                {network.isCrowd && <span class="badge weak">{SAY.user.crowd}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.people.map((person) => (
            <tr>
              <th scope="row">
                <User view={view} person={person} />
              </th>
              {networks.map(({ use }) => {
                const entries = use.find((one) => one.person.id === person.id)?.entries ?? 0;
                return entries === 0 ? <td class="soft">·</td> : <td class={shade(entries)}>{entries}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Legend({ networks }: { networks: readonly SharedNetwork[] }): VNode {
  return (
    <ul class="legend">
      {networks
        .filter(({ color }) => color !== 'rest')
        .map(({ color, name }) => (
          <li>
            <Dot color={color} />
            <span class="ip">{name}</span>
          </li>
        ))}
      <li>
        <Dot color="rest" />
        {SAY.compare.otherNetworks}
      </li>
    </ul>
  );
}

function Dot({ color }: { color: number | 'rest' }): VNode {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <path class={`dot ${color === 'rest' ? 'rest' : `k${color}`}`} stroke-width="10" d="M6 6h0" />
    </svg>
  );
}
