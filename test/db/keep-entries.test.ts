import { describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { AuditTrailEntry, entityReference, IpRetentionService } from '../../src/index.js';
import { AuditTrailSetting } from '../../src/storage/entities/audit-trail-setting.entity.js';
import { timeOfId } from '../../src/storage/entry-id.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const KEPT = { ipStoreDays: 5, keepEntries: { days: 30 }, prune: { batchSize: 2, pauseMs: 0 } };
const forums = forumsOfTest();

describeEachDatabase('entries that are kept longer than their addresses', (database) => {
  const clock = new TestClock(NOW);

  const start = async (): Promise<Forum> => {
    clock.set(NOW);
    const forum = await forums.on(database(), { trail: KEPT, override: clock.override });
    await emptyTrail(forum.dataSource);
    for (const [user, days] of Object.entries({ a: 31, b: 30, c: 29, d: 6, e: 5, f: 4, g: 0 })) {
      const at = new Date(NOW - days * DAY_MS);
      const more = { at, snapshot: { title: user }, action: 'thread.edit' };
      await forum.trail.recordFor({ user, ip: '2001:db8::7' }, entityReference(Thread, 7), more);
    }
    return forum;
  };
  const seen = async (forum: Forum) =>
    (await forum.entries()).map(({ userId, ip, snapshot }) => `${userId} ${ip} ${JSON.stringify(snapshot)}`);
  const prune = (forum: Forum, dryRun = false) => forum.app.get(IpRetentionService).prune({ dryRun });

  it('lose address and snapshot at the store time, and go at their own', async () => {
    const forum = await start();
    expect(await prune(forum)).toMatchObject({
      cutoff: new Date(NOW - 5 * DAY_MS),
      deleted: { entries: 2, addresses: 3 },
      remaining: 0,
      errors: [],
    });
    expect(await seen(forum)).toEqual([
      'c null null',
      'd null null',
      'e null null',
      'f 2001:db8::7 {"title":"f"}',
      'g 2001:db8::7 {"title":"g"}',
    ]);
    expect((await forum.entries())[0]).toMatchObject({
      createdAt: new Date(NOW - 29 * DAY_MS),
      userId: 'c',
      action: 'thread.edit',
      entityType: 'Thread',
      entityId: '7',
      outcome: 'done',
    });
  });

  it('are counted as often as they are changed, in a dry run too', async () => {
    const forum = await start();
    const dry = await prune(forum, true);
    expect(dry).toMatchObject({ dryRun: true, deleted: { entries: 2, addresses: 3 } });
    expect(await seen(forum)).toHaveLength(7);
    expect((await prune(forum)).deleted).toEqual(dry.deleted);
    expect((await prune(forum)).deleted).toMatchObject({ entries: 0, addresses: 0 });
    clock.set(NOW + DAY_MS);
    expect((await prune(forum)).deleted).toMatchObject({ entries: 1, addresses: 1 });
  });

  describe('are blanked from where the last run ended', () => {
    const mark = async ({ dataSource }: Forum) => {
      const [setting] = await dataSource.getRepository(AuditTrailSetting).findBy({ name: 'blanked-until' });
      return setting === undefined ? null : timeOfId(JSON.parse(setting.value) as string);
    };
    const recordAt = ({ trail }: Forum, user: string, days: number, manager?: EntityManager) =>
      trail.recordFor({ user, ip: '2001:db8::7' }, entityReference(Thread, 7), {
        at: new Date(NOW - days * DAY_MS),
        manager,
      });

    it('which is kept in the database', async () => {
      const forum = await start();
      expect(await mark(forum)).toBeNull();
      await prune(forum, true);
      expect(await mark(forum)).toBeNull();
      await prune(forum);
      expect(await mark(forum)).toBe(NOW - 5 * DAY_MS + 1);
    });

    it('so that what stands before it is not read again', async () => {
      const forum = await start();
      await prune(forum);
      await forum.dataSource
        .createQueryBuilder()
        .update(AuditTrailEntry)
        .set({ ip: '203.0.113.7' })
        .where({ userId: 'd' })
        .execute();
      expect((await prune(forum)).deleted).toMatchObject({ addresses: 0 });
    });

    it('or from where it was stopped', async () => {
      const forum = await start();
      const stop = new AbortController();
      await forum.app.get(IpRetentionService).prune({
        signal: stop.signal,
        onProgress: ({ source }) => source === 'addresses' && stop.abort(),
      });
      expect(await mark(forum)).toBe(NOW - 6 * DAY_MS);
      expect((await prune(forum)).deleted).toMatchObject({ addresses: 1 });
    });

    it('or from where an entry of an earlier time was written since, in a transaction or not', async () => {
      const forum = await start();
      await prune(forum);
      await recordAt(forum, 'imported', 20);
      expect(await mark(forum)).toBe(NOW - 20 * DAY_MS);
      expect((await prune(forum)).deleted).toMatchObject({ addresses: 1 });
      await forum.dataSource.transaction((manager) => recordAt(forum, 'with its manager', 10, manager));
      expect(await mark(forum)).toBe(NOW - 10 * DAY_MS);
      await forum.trail.recordMany([
        {
          user: 'many',
          ip: '2001:db8::7',
          entity: entityReference(Thread, 7),
          at: new Date(NOW - 15 * DAY_MS),
        },
      ]);
      expect(await mark(forum)).toBe(NOW - 15 * DAY_MS);
      await recordAt(forum, 'later', 6);
      expect(await mark(forum)).toBe(NOW - 15 * DAY_MS);
      expect((await prune(forum)).deleted).toMatchObject({ addresses: 3 });
      expect((await seen(forum)).filter((line) => !line.includes('null null'))).toHaveLength(2);
    });

    it('and an entry that goes with its transaction moves nothing', async () => {
      const forum = await start();
      await prune(forum);
      const before = await mark(forum);
      const lost = forum.dataSource.transaction(async (manager) => {
        await recordAt(forum, 'lost', 20, manager);
        throw new Error('undo');
      });
      await expect(lost).rejects.toThrow('undo');
      expect(await mark(forum)).toBe(before);
    });
  });
});
