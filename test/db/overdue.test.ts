import { expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference, IpRetentionService } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { until } from '../support/forum/until.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';

const NOW = Date.UTC(2026, 10, 23);
const forums = forumsOfTest();

describeEachDatabase('pruning that is overdue', (database) => {
  const clock = new TestClock(NOW);
  const start = (trail: object = {}) =>
    forums.on(database(), { trail: { prune: false, ...trail }, override: clock.override });
  /** One entry of an age in days. */
  const fresh = async (age: number, trail: object = {}): Promise<Forum> => {
    clock.set(NOW);
    const forum = await start(trail);
    await emptyTrail(forum.dataSource);
    const at = new Date(NOW - age * DAY_MS);
    await forum.trail.recordFor({ user: 'ann', ip: '203.0.113.7' }, entityReference('Thread', 1), { at });
    return forum;
  };
  const health = ({ trail }: Forum) => trail.health();

  it('shows in the health once the oldest address is two days older than the store time', async () => {
    const forum = await fresh(90);
    expect(await health(forum)).toEqual({ status: 'up', waiting: 0, oldestWaitingMs: 0, failed: 0 });
    clock.set(NOW + 2 * DAY_MS - 1);
    expect(await health(forum)).toMatchObject({ status: 'up' });
    clock.set(NOW + 2 * DAY_MS);
    expect(await health(forum)).toMatchObject({
      status: 'degraded',
      pruning: {
        status: 'degraded',
        overdue: ['entries'],
        oldestAddress: new Date(NOW - 90 * DAY_MS),
        lastRun: null,
        failed: [],
      },
    });
    await forum.app.get(IpRetentionService).prune();
    expect(await health(forum)).toMatchObject({ status: 'up' });
  });

  it('is an error in the log of every process that starts then', async () => {
    await fresh(93);
    const forum = await start();
    await until('it was checked', () => forum.logs.messages('error', 'AuditTrail').length > 0);
    expect(forum.logs.messages('error', 'AuditTrail')).toEqual([
      'Addresses are kept more than two days past the store time: entries. Does any process prune? See lastRun() of IpRetentionService.',
    ]);
  });

  it('is none where only entries without an address are older', async () => {
    const forum = await fresh(93, { keepEntries: { days: 300 } });
    expect(await health(forum)).toMatchObject({ status: 'degraded' });
    await forum.app.get(IpRetentionService).prune();
    expect(await health(forum)).toMatchObject({ status: 'up' });
    expect(await forum.dataSource.getRepository(AuditTrailEntry).count()).toBe(1);
  });

  it('is none where addresses are kept for ever', async () => {
    const forum = await fresh(3000, { ipStoreDays: 'forever' });
    expect(await health(forum)).toMatchObject({ status: 'up' });
  });
});
