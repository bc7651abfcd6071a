import type { DataSource } from 'typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  type AuditTrailModuleOptions,
  PersonalDataService,
} from '../../src/index.js';
import { AuditTrailLookup } from '../../src/storage/entities/audit-trail-lookup.entity.js';
import { EntryIds } from '../../src/storage/entry-id.js';
import type { EntryRow } from '../../src/storage/entry-row.js';
import { EntryStore } from '../../src/storage/entry.store.js';
import { TrailDatabase } from '../../src/storage/trail-database.js';
import type { TestDatabase } from '../support/databases.js';
import type { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { Household, Login, Member, WITH_MEMBERS } from './member-entities.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';

export const NOW = Date.UTC(2026, 10, 23, 12);
export const BY = { staffId: 'privacy-officer', reason: 'Request 4711' };

/** What a test says of an entry; days are before now. */
export interface GivenEntry {
  readonly user: string | null;
  readonly days?: number;
  readonly ip?: string;
  readonly about?: readonly [type: string, id: string];
  readonly outcome?: 'done' | 'failed';
}

/** A forum with members, whose clock stands still. */
export interface PrivateForum extends Forum {
  readonly personalData: PersonalDataService;
  readonly clock: TestClock;
  given(...entries: readonly GivenEntry[]): Promise<void>;
  /** Who has entries, once for each entry, oldest first. */
  users(): Promise<(string | null)[]>;
  /** The whole log of lookups, oldest first. */
  lookups(): Promise<AuditTrailLookup[]>;
  member(publicId: string, more?: Partial<Member>): Promise<Member>;
}

export async function startPrivateForum(
  forums: ReturnType<typeof forumsOfTest>,
  database: TestDatabase,
  trail: AuditTrailModuleOptions = {},
  { isReplica = false, dataSource = {} }: { isReplica?: boolean; dataSource?: object } = {},
): Promise<PrivateForum> {
  const clock = new TestClock(NOW);
  const forum = await forums.on(database, {
    trail,
    override: clock.override,
    dataSource: {
      ...WITH_MEMBERS,
      migrations: [...WITH_MEMBERS.migrations, ...AUDIT_TRAIL_MIGRATIONS],
      ...dataSource,
    } as object,
  });
  // A second process finds what the first has left.
  if (!isReplica) {
    await emptyTrail(forum.dataSource);
    await emptyHost(forum.dataSource);
  }
  const members = forum.dataSource.getRepository(Member);
  return {
    ...forum,
    clock,
    personalData: forum.app.get(PersonalDataService),
    given: (...entries) => write(forum, entries.map(rowOf)),
    users: async () => (await forum.entries()).map(({ userId }) => userId),
    lookups: () => forum.dataSource.getRepository(AuditTrailLookup).find({ order: { id: 'ASC' } }),
    member: (publicId, more = {}) =>
      members.save(members.create({ joinedAt: null, joinIp: null, ...more, publicId })),
  };
}

async function emptyHost(dataSource: DataSource): Promise<void> {
  for (const entity of [Login, Member, Household]) {
    await dataSource.createQueryBuilder().delete().from(entity).execute();
  }
}

const ids = new EntryIds();

export function rowOf({ user, days = 2, ip = '4cb007107', about, outcome = 'done' }: GivenEntry): EntryRow {
  const createdAt = NOW - days * DAY_MS;
  const [entityType, entityId] = about ?? ['Thread', '12'];
  return {
    id: ids.next(createdAt),
    createdAt,
    userId: user,
    ip,
    action: 'thread.edit',
    entityType,
    entityId,
    outcome,
    snapshot: JSON.stringify({ title: 'Welcome' }),
  };
}

/** Writes rows as they are. */
export async function write({ app }: Pick<Forum, 'app'>, rows: readonly EntryRow[]): Promise<void> {
  const database = app.get(TrailDatabase, { strict: false });
  const store = app.get(EntryStore, { strict: false });
  for (let at = 0; at < rows.length; at += 5_000) {
    await database.withConnection((connection) => store.insert(connection, rows.slice(at, at + 5_000)));
  }
}

export async function collect<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
}
