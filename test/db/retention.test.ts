import { expect, it } from '@jest/globals';
import { entityReference, IpRetentionService, type PruneProgress } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { withoutTrail } from '../support/forum/trail-lock.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, refuseDeletes, TestClock } from './retention-world.js';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0, 500);
/** The oldest is the last that is recorded, so that no table has them in order by chance. */
const OLD = Object.fromEntries(
  Array.from({ length: 35 }, (_, i) => [`old${34 - i}`, 6 * DAY_MS - (34 - i)] as const),
);
/** Every place has its line. */
const NONE = {
  entries: 0,
  lookups: 0,
  'lookup addresses': 0,
  holds: 0,
  erasures: 0,
  blocks: 0,
  'block addresses': 0,
  'erased users': 0,
};
const forums = forumsOfTest();

describeEachDatabase('retention', (database) => {
  const clock = new TestClock(NOW);
  const override = clock.override;

  const start = async (trail: object = {}): Promise<Forum> => {
    clock.set(NOW);
    const forum = await forums.on(database(), { trail, override });
    await emptyTrail(forum.dataSource);
    return forum;
  };
  /** One entry for each age in milliseconds; the user says which. */
  const record = async (forum: Forum, ages: Record<string, number>) => {
    const thing = entityReference(Thread, 7);
    for (const [user, age] of Object.entries(ages)) {
      const at = new Date(NOW - age);
      await forum.trail.recordFor({ user, ip: '203.0.113.7' }, thing, { at, snapshot: { user } });
    }
  };
  const users = async (forum: Forum) => (await forum.entries()).map(({ userId }) => userId);
  const retention = (forum: Forum) => forum.app.get(IpRetentionService);

  it('8. deletes what was created at or before now less the store time, of 90 days if nothing is said', async () => {
    const forum = await start();
    await record(forum, { older: 91 * DAY_MS, exactly: 90 * DAY_MS, younger: 89 * DAY_MS, fresh: 0 });
    const report = await retention(forum).prune();
    expect(await users(forum)).toEqual(['younger', 'fresh']);
    expect(report).toEqual({
      startedAt: new Date(NOW),
      finishedAt: new Date(NOW),
      cutoff: new Date(NOW - 90 * DAY_MS),
      dryRun: false,
      deleted: { ...NONE, entries: 2 },
      remaining: 0,
      errors: [],
    });
  });

  it('8. deletes a row of 6 days with a store time of 5, and no fresh one', async () => {
    const forum = await start({ ipStoreDays: 5 });
    await record(forum, { old: 6 * DAY_MS, fresh: 0 });
    await retention(forum).prune();
    expect(await users(forum)).toEqual(['fresh']);
  });

  it('draws the line between two milliseconds', async () => {
    const forum = await start({ ipStoreDays: 5 });
    await record(forum, { before: 5 * DAY_MS + 1, at: 5 * DAY_MS, after: 5 * DAY_MS - 1 });
    await retention(forum).prune();
    expect(await users(forum)).toEqual(['after']);
    clock.set(NOW + 1);
    expect(await retention(forum).prune()).toMatchObject({ deleted: { entries: 1 } });
    expect(await users(forum)).toEqual([]);
  });

  it('keeps what is recorded while it runs', async () => {
    const forum = await start({ ipStoreDays: 5, prune: { batchSize: 1, pauseMs: 0 } });
    await record(forum, { older: 7 * DAY_MS, old: 6 * DAY_MS });
    const recorded: Promise<void>[] = [];
    const onProgress = () => void recorded.push(record(forum, { fresh: 0 }));
    await retention(forum).prune({ onProgress });
    await Promise.all(recorded);
    expect(await users(forum)).toEqual(recorded.map(() => 'fresh'));
  });

  it('works in batches, oldest first, and says how far it has come', async () => {
    const forum = await start({ ipStoreDays: 5, prune: { batchSize: 10, pauseMs: 0 } });
    await record(forum, OLD);
    await record(forum, { fresh: 0 });
    const seen: PruneProgress[] = [];
    const report = await retention(forum).prune({ onProgress: (progress) => seen.push(progress) });
    expect(seen.filter(({ source }) => source === 'entries')).toEqual(
      [10, 20, 30, 35].map((deleted) => ({ source: 'entries', deleted, expected: 35 })),
    );
    expect(report).toMatchObject({ deleted: { entries: 35 }, remaining: 0 });
    expect(await users(forum)).toEqual(['fresh']);
  });

  it('stops within one batch when it is told to, and counts what is left', async () => {
    const forum = await start({ ipStoreDays: 5, prune: { batchSize: 10, pauseMs: 60_000 } });
    await record(forum, OLD);
    const stop = new AbortController();
    const report = await retention(forum).prune({ signal: stop.signal, onProgress: () => stop.abort() });
    expect(report).toMatchObject({ deleted: { entries: 10 }, remaining: 25, errors: [] });
    expect((await users(forum))[0]).toBe('old10');
    const never = await retention(forum).prune({ signal: AbortSignal.abort() });
    expect(never).toMatchObject({ deleted: { entries: 0 }, remaining: 25, errors: [] });
  });

  it('stops as well when the application shuts down', async () => {
    const forum = await start({ ipStoreDays: 5, prune: { batchSize: 10, pauseMs: 60_000 } });
    await record(forum, OLD);
    let closed: Promise<void> = Promise.resolve();
    const report = await retention(forum).prune({ onProgress: () => void (closed = forum.close()) });
    expect(report).toMatchObject({ deleted: { entries: 10 }, remaining: 25, errors: [] });
    await closed;
  });

  it('counts in a dry run, and changes nothing', async () => {
    const forum = await start({ ipStoreDays: 5 });
    await record(forum, { older: 7 * DAY_MS, old: 6 * DAY_MS, fresh: 0 });
    const report = await retention(forum).prune({ dryRun: true });
    expect(report).toMatchObject({ dryRun: true, deleted: { entries: 2 }, errors: [] });
    expect(await users(forum)).toEqual(['older', 'old', 'fresh']);
  });

  it('is one run for all who ask meanwhile, but a dry run is never taken for one', async () => {
    const forum = await start({ ipStoreDays: 5 });
    await record(forum, { old: 6 * DAY_MS });
    const dry = retention(forum).prune({ dryRun: true });
    const [first, second] = [retention(forum).prune(), retention(forum).prune()];
    expect(await second).toBe(await first);
    expect(await first).toMatchObject({ dryRun: false, deleted: { entries: 1 } });
    expect(await dry).toMatchObject({ dryRun: true });
  });

  it("does nothing where addresses are kept for ever, and says 'disabled'", async () => {
    const forum = await start({ ipStoreDays: 'forever' });
    await record(forum, { ancient: 20 * 365 * DAY_MS });
    expect(await retention(forum).prune()).toMatchObject({
      skipped: 'disabled',
      cutoff: null,
      deleted: NONE,
      errors: [],
    });
    expect(await users(forum)).toEqual(['ancient']);
  });

  it('reports a database that fails, and does not reject', async () => {
    const forum = await start({ ipStoreDays: 5 });
    await record(forum, { old: 6 * DAY_MS });
    await withoutTrail(forum, async () => {
      const { errors, deleted } = await retention(forum).prune();
      expect({ errors, deleted }).toEqual({
        errors: [{ source: 'entries', message: expect.stringMatching(/^the database refused \(\w+\)$/) }],
        deleted: expect.objectContaining({ entries: 0 }),
      });
    });
    expect(forum.logs.messages('error', 'AuditTrail')).toEqual([
      expect.stringMatching(/^Pruning entries failed/),
    ]);
    expect(await retention(forum).prune()).toMatchObject({ deleted: { entries: 1 }, errors: [] });
  });

  it('counts what a failure has left, and says nothing of what is in it', async () => {
    const forum = await start({ ipStoreDays: 5 });
    await record(forum, { old: 6 * DAY_MS, older: 7 * DAY_MS, fresh: 0 });
    const allow = await refuseDeletes(forum.dataSource);
    const report = await retention(forum).prune();
    await allow();
    expect(report).toMatchObject({ deleted: { entries: 0 }, remaining: 2, errors: [{ source: 'entries' }] });
    expect(JSON.stringify(report) + forum.logs.text).not.toMatch(/203\.0\.113|4cb007107|older/);
  });
});
