import type { BlockPreview } from '../../blocking/block-preview.js';
import type { IpBlock } from '../../blocking/ip-block.js';
import { h, type VNode } from '../libraries.js';
import { type Lane, LanesPicture } from '../pictures/lanes-picture.js';
import { SAY } from '../sentences.js';
import { BlockForm } from './block-form.js';
import { type EntryRow, Entries } from './entries.js';
import { documentOf, Layout } from './layout.js';
import { GoForm, Moment, Notes, Pager, pageOfRows, Table, Token, User } from './parts.js';
import type { Person, View } from './view.js';

export interface RangeUser {
  readonly person: Person;
  readonly addresses: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly entries: number;
}

export interface RangeData {
  /** `203.0.113.0/24`, or a single address without its prefix length. */
  readonly range: string;
  readonly size: string;
  readonly isSingle: boolean;
  readonly reason: string;
  readonly oldestKept: Date | null;
  readonly isCut: boolean;
  readonly wider: readonly string[];
  readonly users: readonly RangeUser[];
  readonly usersPage: number;
  readonly lanes: readonly Lane[];
  /** The newest entries of which dots were made, where there are more users or entries; else `null`. */
  readonly lanesCutTo: number | null;
  readonly blocks: readonly IpBlock[];
  readonly preview: BlockPreview;
  /** Those whom the preview names. */
  readonly previewed: ReadonlyMap<string, Person>;
  readonly entries: {
    readonly rows: readonly EntryRow[];
    readonly next: string | null;
    readonly isFirst: boolean;
  };
}

export function rangePage(view: View, data: RangeData): string {
  return documentOf(
    <Layout view={view} title={SAY.range.title}>
      <GoForm view={view} />
      <div class="head">
        <h1 class="ip">{data.range}</h1>
        <ul class="facts">
          <li>
            <span class="badge">{data.isSingle ? SAY.range.single : SAY.range.size(data.size)}</span>
          </li>
          <li>
            <span class="badge">{SAY.users(data.users.length)}</span>
          </li>
          {data.wider.map((range) => (
            <li>
              <button class="plain" form="go" name="range" value={range}>
                {SAY.range.widen(range)}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <Notes view={view} reason={data.reason} oldestKept={data.oldestKept} isCut={data.isCut} />
      <Who view={view} data={data} />
      {view.visitor.can.block && (
        <div class="two">
          <section class="card">
            <h2>{SAY.range.preview}</h2>
            <Preview view={view} data={data} />
          </section>
          <section class="card">
            <h2>{SAY.range.block}</h2>
            <BlockForm view={view} range={data.range} />
          </section>
        </div>
      )}
      <section class="card">
        <h2>{SAY.range.blocks}</h2>
        {data.blocks.length === 0 ? <p>{SAY.none}</p> : <Covering view={view} blocks={data.blocks} />}
      </section>
      <Entries view={view} {...data.entries} heading={SAY.range.entries} />
    </Layout>,
  );
}

function Who({ view, data }: { view: View; data: RangeData }): VNode {
  const shown = pageOfRows(data.users, data.usersPage);
  return (
    <section class="card" id="users">
      <h2>{SAY.range.who}</h2>
      {data.users.length === 0 ? <p>{SAY.range.nobody}</p> : null}
      <LanesPicture
        lanes={data.lanes}
        label={SAY.range.lanes}
        alt={SAY.range.lanesAlt}
        caption={
          data.lanesCutTo === null ? undefined : SAY.range.lanesCut(data.lanes.length, data.lanesCutTo)
        }
        time={view.time}
      />
      {data.users.length > 0 && (
        <form method="post" action={`${view.root}find`}>
          <Token view={view} />
          <Table
            label={SAY.range.who}
            rows={shown.rows}
            columns={[
              { title: SAY.columns.user, cell: ({ person }) => <User view={view} person={person} /> },
              { title: SAY.columns.first, cell: ({ firstSeen }) => <Moment view={view} at={firstSeen} /> },
              { title: SAY.columns.last, cell: ({ lastSeen }) => <Moment view={view} at={lastSeen} /> },
              { title: SAY.columns.addresses, isNumber: true, cell: ({ addresses }) => addresses },
              { title: SAY.columns.entries, isNumber: true, cell: ({ entries }) => entries },
              {
                title: SAY.columns.pick,
                cell: ({ person }) => (
                  <input
                    type="checkbox"
                    name="with"
                    value={person.id}
                    aria-label={SAY.user.pick(person.name)}
                  />
                ),
              },
            ]}
          />
          <p class="actions">
            <button class="plain">{SAY.user.compare}</button>
          </p>
        </form>
      )}
      <Pager view={view} {...shown} name="users" />
    </section>
  );
}

function Preview({ view, data }: { view: View; data: RangeData }): VNode {
  const { preview, previewed } = data;
  const users = SAY.users(preview.users);
  const named = (ids: readonly string[]) => (
    <ul>
      {ids.map((id) => {
        const person = previewed.get(id);
        return <li>{person === undefined ? id : <User view={view} person={person} />}</li>;
      })}
    </ul>
  );
  return (
    <div>
      <p class="big">
        {SAY.range.previewUsers(preview.truncated ? SAY.atLeast(users) : users, String(preview.activeUsers))}
      </p>
      {preview.truncated && <p class="soft small">{SAY.range.someCounted}</p>}
      {preview.staff.length > 0 ? (
        <div class="note bad">
          {SAY.range.previewStaff(preview.staff.length)}
          {named(preview.staff)}
        </div>
      ) : (
        <p class="soft">
          {preview.askedForStaff > 0 || preview.users === 0 ? SAY.range.noStaff : SAY.range.staffUnknown}
        </p>
      )}
      {preview.examples.length > 0 && (
        <div>
          <p class="small soft">{SAY.range.examples}</p>
          {named(preview.examples)}
        </div>
      )}
    </div>
  );
}

function Covering({ view, blocks }: { view: View; blocks: readonly IpBlock[] }): VNode {
  return (
    <Table
      label={SAY.range.blocks}
      rows={blocks}
      columns={[
        { title: SAY.columns.range, cell: ({ range }) => <span class="ip">{range}</span> },
        {
          title: SAY.columns.effect,
          cell: ({ effect }) => <span class={`badge ${effect}`}>{SAY.blocks.effects[effect]}</span>,
        },
        {
          title: SAY.columns.ends,
          cell: ({ expiresAt }) =>
            expiresAt === null ? SAY.blocks.forEver : <Moment view={view} at={expiresAt} />,
        },
        { title: SAY.columns.reason, cell: ({ reason }) => reason },
        { title: SAY.columns.by, cell: ({ staffId }) => staffId },
      ]}
    />
  );
}
