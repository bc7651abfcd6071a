import { keyOfAddress } from '../../src/address/sortable-key.js';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { AuditTrailEntry, AuditTrailError, InvestigationsService } from '../../src/index.js';
import type { Investigation } from '../../src/index.js';
import { AuditTrailLookup } from '../../src/storage/entities/audit-trail-lookup.entity.js';
import { EntryIds } from '../../src/storage/entry-id.js';
import type { EntryRow } from '../../src/storage/entry-row.js';
import { EntryStore } from '../../src/storage/entry.store.js';
import { TrailDatabase } from '../../src/storage/trail-database.js';
import type { Forum, ForumSettings } from '../support/forum/world.js';
import type { TestDatabase } from '../support/databases.js';
import { TestClock } from './retention-world.js';

export const NOW = Date.UTC(2026, 10, 23, 12);
export const MINUTE_MS = 60_000;

/** What a test says of an entry; `at` is milliseconds before now. */
export interface GivenEntry {
  readonly user: string | null;
  readonly ip: string | null;
  readonly ago?: number;
  readonly action?: string;
  readonly entityType?: string;
  readonly entityId?: string;
  readonly outcome?: 'done' | 'failed';
  readonly snapshot?: object;
}

/** A forum whose clock stands still, and what staff do there. */
export interface InvestigatedForum {
  readonly forum: Forum;
  readonly clock: TestClock;
  readonly service: InvestigationsService;
  /** Staff member `boss`, with a reason. */
  readonly boss: Investigation;
  /** Writes entries as they are, in this order; answers their ids. */
  readonly given: (...entries: readonly GivenEntry[]) => Promise<string[]>;
  /** The whole log, oldest first. */
  readonly log: () => Promise<AuditTrailLookup[]>;
}

const BATCH = 1_000;

/** @param keep leaves what another forum on the database has written; by default it is empty at first */
export async function investigate(
  forums: { on(database: TestDatabase, settings?: ForumSettings): Promise<Forum> },
  database: TestDatabase,
  { keep = false, ...settings }: ForumSettings & { readonly keep?: boolean } = {},
): Promise<InvestigatedForum> {
  const clock = new TestClock(NOW);
  const forum = await forums.on(database, { ...settings, override: clock.override });
  for (const entity of keep ? [] : [AuditTrailEntry, AuditTrailLookup]) {
    await forum.dataSource.createQueryBuilder().delete().from(entity).execute();
  }
  const service = forum.app.get(InvestigationsService);
  return {
    forum,
    clock,
    service,
    boss: service.open({ staffId: 'boss', reason: 'two accounts, one voice' }),
    given: (...entries) => write(forum, entries.map(rowOf(new EntryIds()))),
    log: () => forum.dataSource.getRepository(AuditTrailLookup).find({ order: { id: 'ASC' } }),
  };
}

export async function write(forum: Forum, rows: readonly EntryRow[]): Promise<string[]> {
  const store = forum.app.get(EntryStore);
  await forum.app.get(TrailDatabase).withConnection(async (connection) => {
    for (let at = 0; at < rows.length; at += BATCH)
      await store.insert(connection, rows.slice(at, at + BATCH));
  });
  return rows.map(({ id }) => id);
}

export const rowOf =
  (ids: EntryIds) =>
  (entry: GivenEntry): EntryRow => {
    const createdAt = NOW - (entry.ago ?? 0);
    const address = parseIpAddress(entry.ip);
    return {
      id: ids.next(createdAt),
      createdAt,
      userId: entry.user,
      ip: address === null ? null : keyOfAddress(address),
      action: entry.action ?? 'post.reply',
      entityType: entry.entityType ?? 'Post',
      entityId: entry.entityId ?? '1',
      outcome: entry.outcome ?? 'done',
      snapshot: entry.snapshot === undefined ? null : JSON.stringify(entry.snapshot),
    };
  };

/** The code of what a promise is rejected with. */
export async function codeOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
    return 'no error';
  } catch (error) {
    return error instanceof AuditTrailError ? error.code : `another error: ${String(error)}`;
  }
}
