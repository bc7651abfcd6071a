import { describe, expect, it } from '@jest/globals';
import { AccessLog } from '../../src/access-log/access-log.js';
import { Staff } from '../../src/access-log/staff.js';
import { parseIpRange } from '../../src/address/cidr.js';
import { AuditTrailLookup } from '../../src/storage/entities/audit-trail-lookup.entity.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const forums = forumsOfTest();
const mod = (staffId = 'mod-1', reason = 'Report 4711') => Staff.of({ staffId, reason });

describeEachDatabase('the log of lookups', (database, kind) => {
  const clock = new TestClock(NOW);

  const start = async (trail: object = {}): Promise<Forum> => {
    clock.set(NOW);
    const forum = await forums.on(database(), { trail, override: clock.override });
    await emptyTrail(forum.dataSource);
    return forum;
  };
  const logOf = (forum: Forum) => forum.app.get(AccessLog, { strict: false });
  const rows = (forum: Forum) =>
    forum.dataSource.getRepository(AuditTrailLookup).find({ order: { id: 'ASC' } });

  it('holds who asked what about whom, when and why, and in the end how much was found', async () => {
    const forum = await start();
    const range = parseIpRange('203.0.113.0/24')!;
    const lookup = await logOf(forum).log(mod(), 'entries', [
      { userId: '7', range, entityType: 'Thread', entityId: '12' },
    ]);
    const row = {
      id: lookup.ids[0],
      at: new Date(NOW),
      staffId: 'mod-1',
      kind: 'entries',
      userId: '7',
      rangeFirst: range.first,
      rangeLast: range.last,
      entityType: 'Thread',
      entityId: '12',
      reason: 'Report 4711',
    };
    expect(await rows(forum)).toEqual([Object.assign(new AuditTrailLookup(), row, { results: null })]);
    await lookup.finish(3);
    expect(await rows(forum)).toMatchObject([{ results: 3 }]);
  });

  it('has one row for each subject of a question, and what was found at each', async () => {
    const forum = await start();
    const lookup = await logOf(forum).log(mod(), 'compare', [
      { userId: 'a' },
      { userId: 'b' },
      { userId: 'c' },
    ]);
    await lookup.finish(2);
    expect((await rows(forum)).map(({ userId, results }) => `${userId} ${results}`)).toEqual([
      'a 2',
      'b 2',
      'c 2',
    ]);
  });

  it('has no address in its reasons', async () => {
    const forum = await start();
    await logOf(forum).log(mod('mod-1', 'like 203.0.113.7 and 2001:db8::7/64'), 'lookups');
    expect(await rows(forum)).toMatchObject([
      { reason: 'like [address] and [address]', userId: null, rangeFirst: null },
    ]);
  });

  it("stays when the caller's transaction rolls back", async () => {
    const forum = await start({ retryForMs: 200 });
    const runner = forum.dataSource.createQueryRunner();
    await runner.startTransaction();
    const logged = logOf(forum).log(mod(), 'entries', [{ userId: '7' }]);
    // On SQLite the one connection is in the transaction: no lookup without its row.
    const isLogged = kind !== 'better-sqlite3';
    const outcome = await logged.then(
      () => 'logged',
      ({ code }: { code: string }) => code,
    );
    expect(outcome).toBe(isLogged ? 'logged' : 'NOT_RECORDED');
    await runner.rollbackTransaction();
    await runner.release();
    expect(await rows(forum)).toHaveLength(isLogged ? 1 : 0);
  });

  it('waits for a transaction that somebody else has open', async () => {
    const forum = await start();
    const runner = forum.dataSource.createQueryRunner();
    await runner.startTransaction();
    const logged = logOf(forum).log(mod(), 'entries', [{ userId: '7' }]);
    await runner.rollbackTransaction();
    await runner.release();
    await logged;
    expect(await rows(forum)).toHaveLength(1);
  });

  it('gives no leave where it cannot be written, and says nothing of the lookup', async () => {
    const forum = await start({ retryForMs: 300 });
    await forum.dataSource.query('alter table audit_trail_lookup rename to moved_lookup');
    const refused = logOf(forum).log(mod('mod-7', 'secret reason'), 'entries', [{ userId: 'secret-7' }]);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_RECORDED', driverCode: expect.any(String) });
    await expect(refused).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/secret|mod-7|insert/i) }),
    );
    await forum.dataSource.query('alter table moved_lookup rename to audit_trail_lookup');
    expect(forum.logs.text).not.toMatch(/secret|mod-7/);
  });

  it('says so in the log where the number of results cannot be noted, and keeps the answer', async () => {
    const forum = await start();
    const lookup = await logOf(forum).log(mod(), 'entries');
    await forum.dataSource.query('alter table audit_trail_lookup rename to moved_lookup');
    await lookup.finish(1);
    await forum.dataSource.query('alter table moved_lookup rename to audit_trail_lookup');
    expect(forum.logs.messages('error', 'AuditTrail')).toEqual([
      expect.stringMatching(/^The number of results of a lookup could not be noted \(\w+\)\.$/),
    ]);
  });

  describe('limits lookups', () => {
    it('to so many of one staff member in 24 hours, and leaves the others alone', async () => {
      const forum = await start({ maxLookupsPerDay: 3 });
      const log = logOf(forum);
      for (let i = 0; i < 3; i++) await log.log(mod(), 'entries');
      await expect(log.log(mod(), 'entries')).rejects.toMatchObject({
        code: 'TOO_MANY_LOOKUPS',
        message: expect.stringContaining('more than 3 lookups in 24 hours'),
      });
      await log.log(mod('MOD-1'), 'entries');
      expect(await rows(forum)).toHaveLength(4);
      clock.set(NOW + DAY_MS - 1);
      await expect(log.log(mod(), 'entries')).rejects.toMatchObject({ code: 'TOO_MANY_LOOKUPS' });
      clock.set(NOW + DAY_MS);
      await log.log(mod(), 'entries');
      expect(await rows(forum)).toHaveLength(5);
    });

    it('where one question counts as often as it has rows, all of them or none', async () => {
      const forum = await start({ maxLookupsPerDay: 5 });
      const ask = () => logOf(forum).log(mod(), 'compare', [{ userId: 'a' }, { userId: 'b' }]);
      await ask();
      await ask();
      await expect(ask()).rejects.toMatchObject({ code: 'TOO_MANY_LOOKUPS' });
      expect(await rows(forum)).toHaveLength(4);
      await logOf(forum).log(mod(), 'entries');
    });

    it('exactly, however many are asked at once in however many processes', async () => {
      const [one, two] = [await start({ maxLookupsPerDay: 7 }), await start({ maxLookupsPerDay: 7 })];
      const asked = Array.from({ length: 20 }, (_, i) =>
        logOf(i % 2 === 0 ? one : two).log(mod(), 'entries'),
      );
      const results = await Promise.allSettled(asked);
      const refused = results
        .filter((result) => result.status === 'rejected')
        .map(({ reason }) => reason.code);
      expect(refused).toEqual(Array.from({ length: 13 }, () => 'TOO_MANY_LOOKUPS'));
      expect(await rows(one)).toHaveLength(7);
    });

    it('of nobody where no person asks', async () => {
      const forum = await start({ maxLookupsPerDay: 1 });
      for (let i = 0; i < 3; i++) await logOf(forum).log(Staff.systemFor('a task'), 'export');
      expect(await rows(forum)).toMatchObject([1, 2, 3].map(() => ({ staffId: 'system', reason: 'a task' })));
    });
  });
});
