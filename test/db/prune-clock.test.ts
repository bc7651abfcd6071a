import { describe, expect, it } from '@jest/globals';
import type { TestingModuleBuilder } from '@nestjs/testing';
import { entityReference, IpRetentionService } from '../../src/index.js';
import { Clock } from '../../src/clock.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';

const MINUTE_MS = 60_000;
const forums = forumsOfTest();
const who = { user: 'ann', ip: '203.0.113.7' };
const retention = ({ app }: Forum) => app.get(IpRetentionService);
const errors = ({ logs }: Forum) =>
  logs.messages('error', 'AuditTrail').filter((line) => line.startsWith('Nothing was pruned'));

/** A process whose clock is wrong by so much, while the database has its own. */
const withClockOff = (ms: number) => (builder: TestingModuleBuilder) =>
  builder.overrideProvider(Clock).useValue({ now: () => Date.now() + ms });

describeEachDatabase(
  "a process whose clock differs from the database's",
  (database) => {
    const start = async (ms: number, ipStoreDays: number) => {
      const forum = await forums.on(database(), { trail: { ipStoreDays }, override: withClockOff(ms) });
      await emptyTrail(forum.dataSource);
      const at = new Date(Date.now() - 30 * DAY_MS);
      await forum.trail.recordFor(who, entityReference('Thread', 1), { at });
      return forum;
    };

    it.each([
      ['70 minutes ahead, where that is more than an hour', 70 * MINUTE_MS, 20, 'ahead of'],
      ['70 minutes behind', -70 * MINUTE_MS, 20, 'behind'],
      ['a year ahead', 365 * DAY_MS, 20, 'ahead of'],
      ['73 minutes behind, with a store time of a day', -73 * MINUTE_MS, 1, 'behind'],
    ])('deletes nothing when it is %s', async (_, off, days, how) => {
      const forum = await start(off, days);
      const report = await retention(forum).prune();
      expect(report).toMatchObject({ skipped: 'clock', deleted: { entries: 0 }, errors: [] });
      expect(await forum.entries()).toHaveLength(1);
      expect(errors(forum)).toEqual([
        expect.stringMatching(new RegExp(`^Nothing was pruned: this process's clock is \\d+ minutes ${how}`)),
      ]);
      expect(await retention(forum).lastRun()).toMatchObject({ skipped: 'clock' });
      expect(await retention(forum).prune({ dryRun: true })).toMatchObject({ skipped: 'clock' });
      expect(await retention(forum).prune({ force: true })).toMatchObject({ skipped: 'clock' });
    });

    it.each([
      ['50 minutes ahead', 50 * MINUTE_MS],
      ['50 minutes behind', -50 * MINUTE_MS],
    ])('prunes when it is %s, which is less than an hour', async (_, off) => {
      const forum = await start(off, 20);
      expect(await retention(forum).prune()).toMatchObject({ deleted: { entries: 1 } });
      expect(errors(forum)).toEqual([]);
    });
  },
  { on: ['postgres', 'mariadb'] },
);

describe('a clock that stands before the last run, on SQLite', () => {
  const NOW = Date.UTC(2026, 10, 23);

  it('deletes nothing, unless it is forced to', async () => {
    const clock = new TestClock(NOW);
    const forum = await forums.inMemory({ override: clock.override });
    const prune = (force = false) => retention(forum).prune({ force });
    expect(await prune()).not.toHaveProperty('skipped');
    clock.set(NOW - 2000);
    expect(await prune()).toMatchObject({ skipped: 'clock' });
    expect(errors(forum)).toEqual([expect.stringMatching(/stands before the last run/)]);
    // A run that was skipped tells nothing about the time.
    expect(await prune()).toMatchObject({ skipped: 'clock' });
    expect(await prune(true)).not.toHaveProperty('skipped');
    expect(await prune()).not.toHaveProperty('skipped');
  });

  it('prunes after the small corrections that a time server makes', async () => {
    const clock = new TestClock(NOW);
    const forum = await forums.inMemory({ override: clock.override });
    await retention(forum).prune();
    clock.set(NOW - 500);
    expect(await retention(forum).prune()).not.toHaveProperty('skipped');
  });

  it('prunes a quiet site, and one whose last run is long ago, as a restored backup has it', async () => {
    const clock = new TestClock(NOW);
    const forum = await forums.inMemory({ override: clock.override });
    await forum.trail.recordFor(who, entityReference('Thread', 1));
    await retention(forum).prune();
    clock.set(NOW + 400 * DAY_MS);
    expect(await retention(forum).prune()).toMatchObject({ deleted: { entries: 1 }, errors: [] });
  });
});
