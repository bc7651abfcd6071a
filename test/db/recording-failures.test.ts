import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { lockTrail, withoutTrail } from '../support/forum/trail-lock.js';
import { until } from '../support/forum/until.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { turns } from './turns.js';

const WHO = { user: 'secret-7', ip: '203.0.113.7' };
const thing = entityReference(Thread, 'secret-thread');
const MISSING = {
  postgres: '42P01',
  mariadb: 'ER_NO_SUCH_TABLE',
  'better-sqlite3': 'SQLITE_ERROR',
};

describeEachDatabase('an entry that cannot be written', (database, kind) => {
  let forum: Forum;

  beforeAll(async () => {
    forum = await startForum(database(), { trail: { maxWaiting: 3, retryForMs: 60_000 } });
  });
  beforeEach(async () => {
    await forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute();
    forum.logs.clear();
  });
  afterAll(() => forum.close());

  const record = (action = 'secret-action') =>
    forum.trail.recordFor(WHO, thing, { action, snapshot: { text: 'secret-text' } });

  it("rejects at once with the driver's code and no more, where the table is gone", async () => {
    const before = forum.trail.stats();
    let failure: unknown;
    await withoutTrail(forum, async () => {
      failure = await record().catch((error: unknown) => error);
    });
    expect(failure).toMatchObject({
      name: 'AuditTrailError',
      code: 'NOT_RECORDED',
      driverCode: MISSING[kind],
    });
    expect(Object.keys(failure as object).toSorted()).toEqual(['code', 'driverCode', 'name']);
    expect(failure).not.toHaveProperty('cause');
    const shown = inspect(failure, { showHidden: true, depth: 9 }) + forum.logs.text;
    expect(shown).toMatch(
      /the database refused it \(\w+\)\. What it was about may have been done all the same/,
    );
    expect(shown).not.toMatch(/secret|203\.0\.113|4cb007107|insert into|audit_trail_entry"/i);
    expect(forum.trail.stats()).toMatchObject({
      waiting: 0,
      failed: before.failed + 1,
      written: before.written,
    });
  });

  it('does not stand in the way of the next', async () => {
    await withoutTrail(forum, () => expect(record()).rejects.toMatchObject({ code: 'NOT_RECORDED' }));
    expect(await record('thread.edit')).toMatchObject({ action: 'thread.edit' });
    expect(await forum.entries()).toHaveLength(1);
  });

  it('is refused at once where as many wait already as maxWaiting allows', async () => {
    const before = forum.trail.stats();
    const unlock = await lockTrail(forum);
    const first = [record('a'), record('b'), record('c')];
    await turns();
    await expect(record('d')).rejects.toMatchObject({
      code: 'NOT_RECORDED',
      message: expect.stringContaining('3 entries wait already, as many as maxWaiting allows'),
    });
    expect(forum.trail.stats()).toMatchObject({ waiting: 3, failed: before.failed + 1 });
    await unlock();
    await Promise.all(first);
    await record('e');
    expect((await forum.entries()).map(({ action }) => action)).toEqual(['a', 'b', 'c', 'e']);
  });

  it('is given up when its caller has waited long enough, and the log of the process names nobody', async () => {
    const hasty = await startForum(database(), { trail: { retryForMs: 20 } });
    const unlock = await lockTrail(hasty);
    const late = hasty.trail.recordFor(WHO, thing);
    await expect(late).rejects.toMatchObject({
      code: 'NOT_RECORDED',
      message: expect.stringContaining('could not be reached in time'),
    });
    await unlock();
    expect(hasty.logs.text).not.toMatch(/secret|203\.0\.113|4cb007107/);
    await hasty.close();
  });

  it('is one that came after the end of the application', async () => {
    const closed = await startForum(database());
    await closed.close();
    await expect(closed.trail.recordFor(WHO, thing)).rejects.toMatchObject({
      code: 'NOT_RECORDED',
      message: expect.stringContaining('the application has shut down'),
    });
  });
});

describeEachDatabase('the state of recording', (database) => {
  let forum: Forum;

  beforeAll(async () => {
    forum = await startForum(database());
  });
  afterAll(() => forum.close());

  const record = (request: object) => forum.trail.record(request, thing);

  it('is counted from the start of the process', async () => {
    expect(forum.trail.stats()).toEqual({
      waiting: 0,
      oldestWaitingMs: 0,
      written: 0,
      batches: 0,
      retries: 0,
      failed: 0,
      fellBackToSocket: 0,
      withoutAddress: 0,
    });
    await record({ user: { id: 7 }, ip: '203.0.113.7' });
    await record({ ip: '203.0.113.7' });
    expect(forum.trail.stats()).toMatchObject({ waiting: 0, written: 1, batches: 1, failed: 0 });
  });

  it('counts requests whose address is missing or unreadable, and warns of each kind once', async () => {
    const socket = { remoteAddress: '198.51.100.1' };
    for (let i = 0; i < 3; i++) {
      expect(await record({ user: { id: 7 }, ip: 'unknown', socket })).toMatchObject({ ip: '198.51.100.1' });
      expect(await record({ user: { id: 7 }, socket: {} })).toBeNull();
    }
    await record({ ip: 'unknown', socket });
    expect(forum.trail.stats()).toMatchObject({ fellBackToSocket: 3, withoutAddress: 3 });
    const warnings = forum.logs
      .messages('warn', 'AuditTrail')
      .filter((line) => line.startsWith('A request came with'));
    expect(warnings).toHaveLength(2);
  });

  it('is up where entries can be written', async () => {
    expect(await forum.trail.health()).toEqual({ status: 'up', waiting: 0, oldestWaitingMs: 0, failed: 0 });
  });

  it('is down where the table is gone, and up when it is back', async () => {
    await withoutTrail(forum, async () => {
      expect(await forum.trail.health()).toMatchObject({ status: 'down', fault: expect.any(String) });
      await expect(record({ user: { id: 7 }, ip: '203.0.113.7' })).rejects.toMatchObject({
        code: 'NOT_RECORDED',
      });
      expect(await forum.trail.health()).toMatchObject({ status: 'down', failed: 1 });
    });
    expect(await forum.trail.health()).toMatchObject({ status: 'up', failed: 1 });
  });

  it('is down where the table is locked for long', async () => {
    const unlock = await lockTrail(forum);
    expect(await forum.trail.health()).toMatchObject({ status: 'down', waiting: 0 });
    await unlock();
    await until('it is up', async () => (await forum.trail.health()).status === 'up');
  });

  it('says how long the oldest entry has waited', async () => {
    const unlock = await lockTrail(forum);
    const entry = record({ user: { id: 7 }, ip: '203.0.113.7' });
    await until('it has waited', () => forum.trail.stats().oldestWaitingMs > 0);
    expect(await forum.trail.health()).toMatchObject({ waiting: 1, oldestWaitingMs: expect.any(Number) });
    await unlock();
    await entry;
    expect(forum.trail.stats()).toMatchObject({ waiting: 0, oldestWaitingMs: 0 });
  });
});
