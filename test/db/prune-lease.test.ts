import { expect, it } from '@jest/globals';
import { entityReference, IpRetentionService, type PruneReport } from '../../src/index.js';
import { LastRun } from '../../src/retention/last-run.js';
import { PrunedPlaces } from '../../src/settings/pruned-places.js';
import { AuditTrailLease } from '../../src/storage/entities/audit-trail-lease.entity.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, refuseDeletes } from './retention-world.js';

const forums = forumsOfTest();
const TRAIL = { ipStoreDays: 5, prune: { batchSize: 10, pauseMs: 0 } } as const;

describeEachDatabase('several processes that prune, by the real clocks', (database) => {
  /** Two processes of one site, with 35 old entries and a fresh one. */
  const start = async (): Promise<[Forum, Forum]> => {
    const one = await forums.on(database(), { trail: TRAIL });
    const other = await forums.on(database(), { trail: TRAIL });
    await emptyTrail(one.dataSource);
    for (let i = 0; i < 36; i++) {
      const at = new Date(Date.now() - (i === 35 ? 0 : 6 * DAY_MS - i));
      await one.trail.recordFor({ user: i, ip: '203.0.113.7' }, entityReference('Thread', i), { at });
    }
    return [one, other];
  };
  const retention = ({ app }: Forum) => app.get(IpRetentionService);
  const left = async (forum: Forum) => (await forum.entries()).length;
  /** As if the holder had stood still for longer than the lease holds. */
  const ageLease = ({ dataSource }: Forum) =>
    dataSource.getRepository(AuditTrailLease).update({ name: 'prune' }, { expiresAt: new Date(1) });

  it('are told that another one is at it, and each row is deleted once', async () => {
    const [one, other] = await start();
    const told: Promise<PruneReport>[] = [];
    const first = await retention(one).prune({
      onProgress: () => void (told.length === 0 && told.push(retention(other).prune())),
    });
    expect(await told[0]).toMatchObject({
      skipped: 'another-process',
      deleted: { entries: 0 },
      remaining: 0,
      errors: [],
    });
    expect(first).toMatchObject({ deleted: { entries: 35 }, errors: [] });
    expect(first).not.toHaveProperty('skipped');
    expect(await retention(other).prune()).toMatchObject({ deleted: { entries: 0 }, errors: [] });
  });

  it('go on at once after one that is done, and after one that was killed when its lease has expired', async () => {
    const [one, other] = await start();
    await retention(one).prune();
    await one.dataSource
      .getRepository(AuditTrailLease)
      .update(
        { name: 'prune' },
        { token: 'of a process that is gone', expiresAt: new Date(Date.now() + 60_000) },
      );
    expect(await retention(other).prune()).toMatchObject({ skipped: 'another-process' });
    await ageLease(other);
    expect(await retention(other).prune()).not.toHaveProperty('skipped');
  });

  it('do not wait for a clock that was a year ahead when the lease was taken', async () => {
    const [one] = await start();
    await retention(one).prune();
    await one.dataSource
      .getRepository(AuditTrailLease)
      .update({ name: 'prune' }, { expiresAt: new Date(Date.now() + 365 * DAY_MS) });
    expect(await retention(one).prune()).not.toHaveProperty('skipped');
  });

  it('lose the lease by standing still: they delete nothing more, and the report is that of who took over', async () => {
    const [one, other] = await start();
    let takenOver: PruneReport | null = null;
    one.app.get(PrunedPlaces).add({
      name: 'where it stands still',
      count: async () => 1,
      prune: async (run) => {
        await ageLease(other);
        takenOver = await retention(other).prune();
        return run.change({ sql: 'delete from audit_trail_entry', parameters: [] });
      },
    });
    expect(await retention(one).prune()).toMatchObject({
      skipped: 'lease-lost',
      deleted: { entries: 35, 'where it stands still': 0 },
      errors: [],
    });
    expect(await left(one)).toBe(1);
    expect(await retention(one).lastRun()).toEqual(takenOver);
  });

  it('keep the report of the last run, whoever made it', async () => {
    const [one, other] = await start();
    expect(await retention(other).lastRun()).toBeNull();
    const report = await retention(one).prune();
    expect(await retention(other).lastRun()).toEqual(report);
    await retention(other).prune({ dryRun: true });
    expect(await retention(one).lastRun()).toEqual(report);
    const allow = await refuseDeletes(one.dataSource);
    await one.trail.recordFor({ user: 'old', ip: '203.0.113.7' }, entityReference('Thread', 1), {
      at: new Date(Date.now() - 6 * DAY_MS),
    });
    const failed = await retention(other).prune();
    await allow();
    expect(failed.errors).toMatchObject([{ source: 'entries' }]);
    expect(await retention(one).lastRun()).toEqual(failed);
    expect(await other.app.get(LastRun).time()).toBe(failed.startedAt.getTime());
  });
});

describeEachDatabase(
  'a process that stands still in the middle of a batch',
  (database) => {
    it('keeps the lease, and nobody waits for it', async () => {
      const forum = await forums.on(database(), { trail: { ...TRAIL, retryForMs: 1 } });
      const prune = () => forum.app.get(IpRetentionService).prune();
      await prune();
      const batch = forum.dataSource.createQueryRunner();
      await batch.startTransaction();
      await batch.query("update audit_trail_lease set expires_at = 1 where name = 'prune'");
      expect(await prune()).toMatchObject({ skipped: 'another-process', errors: [] });
      await batch.commitTransaction();
      await batch.release();
      expect(await prune()).not.toHaveProperty('skipped');
    });
  },
  { on: ['postgres', 'mariadb'] },
);
