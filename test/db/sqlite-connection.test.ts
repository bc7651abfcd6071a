import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { AuditTrailEntry, entityReference } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { Gate, until } from '../support/forum/until.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { turns } from './turns.js';

const WHO = { user: '7', ip: '203.0.113.7' };
const thing = entityReference('Thing', '1');
class Undo extends Error {}

const actionsIn = async (forum: Forum) => (await forum.entries()).map(({ action }) => action);
const forget = (forum: Forum) =>
  forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute();
const record = (forum: Forum, action: string) => forum.trail.recordFor(WHO, thing, { action });

describe.each([
  ['in a file', false],
  ['in memory', true],
])("SQLite's one connection, %s", (_where, memory) => {
  let database: TestDatabase;
  let forum: Forum;

  beforeAll(async () => {
    database = await createDatabase('better-sqlite3', { memory });
    forum = await startForum(database, { trail: { retryForMs: 60_000 } });
  });
  beforeEach(() => forget(forum));
  afterAll(async () => {
    await forum.close();
    await database.drop();
  });

  /** A request that has a transaction open while it waits for something else. */
  const openTransaction = async (end: 'commit' | 'rollback') => {
    const gate = new Gate();
    const ended = forum.dataSource.transaction(async (manager) => {
      await manager.save(manager.create(Thread, { title: end }));
      await gate.pass();
      if (end === 'rollback') throw new Undo();
    });
    await gate.reached;
    return async () => {
      gate.release();
      await ended.catch((error: unknown) => expect(error).toBeInstanceOf(Undo));
    };
  };

  it.each(['rollback', 'commit'] as const)('loses no entry to the %s of another request', async (end) => {
    const finish = await openTransaction(end);
    const entry = record(forum, 'meanwhile');
    await turns();
    expect(forum.trail.stats().waiting).toBe(1);
    await finish();
    await entry;
    expect(await actionsIn(forum)).toEqual(['meanwhile']);
    const kept = await forum.dataSource.getRepository(Thread).countBy({ title: end });
    expect(kept).toBe(end === 'commit' ? 1 : 0);
  });

  it('takes fifty requests at once while another has its transaction open', async () => {
    const finish = await openTransaction('rollback');
    const all = Array.from({ length: 50 }, (_, i) => `request ${i}`);
    const entries = Promise.all(all.map((action) => record(forum, action)));
    await turns();
    expect(forum.trail.stats().waiting).toBe(50);
    await finish();
    await entries;
    expect(await actionsIn(forum)).toEqual(all);
  });

  it('finds its turn between transactions that follow each other', async () => {
    const entries: Promise<unknown>[] = [];
    for (let i = 0; i < 50; i++) {
      const finish = await openTransaction(i % 2 === 0 ? 'rollback' : 'commit');
      entries.push(record(forum, `request ${i}`));
      await turns();
      await finish();
    }
    await Promise.all(entries);
    expect(await actionsIn(forum)).toHaveLength(50);
  });

  it('waits for a transaction that the host began by hand', async () => {
    await forum.dataSource.query('begin');
    const entry = record(forum, 'meanwhile');
    await turns();
    expect(forum.trail.stats().waiting).toBe(1);
    await forum.dataSource.query('rollback');
    await entry;
    expect(await actionsIn(forum)).toEqual(['meanwhile']);
  });

  it('writes at once inside the transaction, with its manager, while others wait', async () => {
    let other: Promise<unknown> = Promise.resolve();
    const lost = forum.dataSource.transaction(async (manager) => {
      other = record(forum, 'other');
      await turns();
      await forum.trail.recordFor(WHO, thing, { manager, action: 'mine' });
      expect(await actionsIn(forum)).toEqual(['mine']);
      throw new Undo();
    });
    await expect(lost).rejects.toThrow(Undo);
    await other;
    expect(await actionsIn(forum)).toEqual(['other']);
  });
});

describe('another process that writes to the same SQLite file', () => {
  let database: TestDatabase;
  let forum: Forum;
  let other: Sqlite.Database;

  beforeAll(async () => {
    database = await createDatabase('better-sqlite3');
    // With the driver's own wait the event loop would stand still for a minute.
    forum = await startForum(database, { dataSource: { timeout: 60_000 }, trail: { retryForMs: 60_000 } });
    other = new Sqlite(database.options.database);
  });
  beforeEach(() => forget(forum));
  afterAll(async () => {
    other.close();
    await forum.close();
    await database.drop();
  });

  it('delays an entry, neither loses it nor stops everything else', async () => {
    other.exec('begin immediate');
    const entry = record(forum, 'delayed');
    await until('it was tried more than once', () => forum.trail.stats().retries >= 2);
    expect(forum.trail.stats().waiting).toBe(1);
    expect(await actionsIn(forum)).toEqual([]);
    other.exec('commit');
    await entry;
    expect(await actionsIn(forum)).toEqual(['delayed']);
    expect(forum.dataSource.driver).toMatchObject({ databaseConnection: { inTransaction: false } });
  });

  it("leaves the host's own patience with locks as it was", async () => {
    await record(forum, 'any');
    expect(await forum.dataSource.query('pragma busy_timeout')).toEqual([{ timeout: 60_000 }]);
  });

  it('is waited for as long as retryForMs says, and the error says why', async () => {
    const hasty = await startForum(database, { trail: { retryForMs: 20 } });
    other.exec('begin immediate');
    await expect(record(hasty, 'too late')).rejects.toMatchObject({
      code: 'NOT_RECORDED',
      driverCode: 'SQLITE_BUSY',
    });
    other.exec('commit');
    await record(hasty, 'in time');
    expect(await actionsIn(hasty)).toEqual(['in time']);
    await hasty.close();
  });
});
