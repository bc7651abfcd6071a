import { expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference, IpRetentionService } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, TestClock } from './retention-world.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const KEPT = { ipStoreDays: 5, keepEntries: { days: 30 }, prune: { batchSize: 2, pauseMs: 0 } };
const forums = forumsOfTest();

describeEachDatabase('entries that are kept longer than their addresses', (database) => {
  const clock = new TestClock(NOW);

  const start = async (): Promise<Forum> => {
    clock.set(NOW);
    const forum = await forums.on(database(), { trail: KEPT, override: clock.override });
    await forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute();
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
    expect((await prune(forum)).deleted).toEqual({ entries: 0, addresses: 0 });
    clock.set(NOW + DAY_MS);
    expect((await prune(forum)).deleted).toEqual({ entries: 1, addresses: 1 });
  });
});
