import { h, type VNode } from '../libraries.js';
import type { ActivityGrid } from '../pictures/activity-grid.js';
import { ActivityPicture } from '../pictures/activity-picture.js';
import type { Lane } from '../pictures/lanes-picture.js';
import { SAY } from '../sentences.js';
import { BlockTermsFields } from './block-form.js';
import { type EntryRow, Entries } from './entries.js';
import { documentOf, Layout } from './layout.js';
import { type LinkedRow, LinkedRows } from './linked-rows.js';
import { type NetworkRow, NetworkRows } from './network-rows.js';
import { GoForm, Notes, Token, User } from './parts.js';
import type { Person, View } from './view.js';

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
          <LinkedRows view={view} of={person} rows={people} page={data.linkedPage} />
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
      <NetworkRows view={view} rows={networks} lanes={data.lanes} page={data.networksPage} />
      {view.visitor.can.block && networks.length > 0 && <BlockTheirs view={view} person={person} />}
      <Entries view={view} {...data.entries} heading={SAY.user.entries} hides={['user']} />
    </Layout>,
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
