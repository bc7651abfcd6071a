import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS, AuditTrailEntry } from '../../src/index.js';
import { AuditTrailLease } from '../../src/storage/entities/audit-trail-lease.entity.js';
import { AuditTrailSetting } from '../../src/storage/entities/audit-trail-setting.entity.js';
import { EntryIds } from '../../src/storage/entry-id.js';
import { describeEachDatabase } from '../support/databases.js';
import { until } from '../support/forum/until.js';
import { Compiled } from './compiled.js';
import { PrunerProcess } from './pruner-process.js';

const DAY_MS = 86_400_000;
const OLD = 400;
const TRAIL = { ipStoreDays: 90, prune: { batchSize: 10, pauseMs: 1 } };

describeEachDatabase('processes that prune one database', (database) => {
  let compiled: Compiled;
  let dataSource: DataSource;
  const running: PrunerProcess[] = [];

  beforeAll(async () => {
    compiled = await Compiled.make();
    dataSource = await new DataSource({
      ...database().options,
      entities: AUDIT_TRAIL_ENTITIES,
      migrations: AUDIT_TRAIL_MIGRATIONS,
    }).initialize();
    await dataSource.runMigrations();
  });
  beforeEach(async () => {
    for (const entity of [AuditTrailEntry, AuditTrailLease, AuditTrailSetting]) {
      await dataSource.createQueryBuilder().delete().from(entity).execute();
    }
    const ids = new EntryIds();
    const rows = Array.from({ length: OLD + 1 }, (_, i) => {
      const time = Date.now() - (i < OLD ? 91 * DAY_MS - i : 0);
      return {
        id: ids.next(time),
        createdAt: new Date(time),
        userId: String(i),
        ip: '203.0.113.7',
        action: 'thread.start',
        entityType: 'Thread',
        entityId: '1',
        outcome: 'done' as const,
        snapshot: null,
      };
    });
    await dataSource.createQueryBuilder().insert().into(AuditTrailEntry).values(rows).execute();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((pruner) => pruner.end()));
  });
  afterAll(async () => {
    await dataSource.destroy();
  });

  const start = async (trail: object = TRAIL): Promise<PrunerProcess> => {
    const pruner = await PrunerProcess.start(compiled, database(), trail);
    running.push(pruner);
    return pruner;
  };
  const left = () => dataSource.getRepository(AuditTrailEntry).count();
  /** As if more time had gone by than the lease holds. */
  const ageLease = () =>
    dataSource.getRepository(AuditTrailLease).update({ name: 'prune' }, { expiresAt: new Date(1) });

  it('do it one at a time, four at once: nothing fails, and every row is deleted once', async () => {
    const four = await Promise.all([start(), start(), start(), start()]);
    const reports = await Promise.all(four.map((pruner) => pruner.prune()));
    const deleted = reports.map((report) => report.deleted['entries'] ?? 0);
    expect(reports.flatMap(({ errors }) => errors)).toEqual([]);
    expect(deleted.reduce((sum, rows) => sum + rows, 0)).toBe(OLD);
    expect(reports.filter(({ skipped }) => skipped === 'another-process').length).toBeGreaterThan(0);
    for (const [i, { skipped }] of reports.entries()) {
      expect([undefined, 'another-process']).toContain(skipped);
      expect(skipped === undefined || deleted[i] === 0).toBe(true);
    }
    expect(await left()).toBe(1);
  }, 120_000);

  it('delete nothing more after they stood still for so long that another one took over', async () => {
    const paused = await start();
    const reported = paused.prune(50);
    await until('it has stood still', () => paused.deleted >= 50);
    expect(await left()).toBe(OLD + 1 - 50);
    const other = await start({ ...TRAIL, ipStoreDays: 100 });
    await ageLease();
    expect(await other.prune()).toMatchObject({ deleted: { entries: 0 }, remaining: 0, errors: [] });
    paused.goOn();
    expect(await reported).toMatchObject({ skipped: 'lease-lost', deleted: { entries: 50 }, errors: [] });
    expect(await left()).toBe(OLD + 1 - 50);
  }, 120_000);

  it('leave nothing half done when they are killed: the next run goes on when the lease has expired', async () => {
    const killed = await start();
    void killed.prune(50);
    await until('it has stood still', () => killed.deleted >= 50);
    await killed.end('SIGKILL');
    const next = await start();
    expect(await next.prune()).toMatchObject({ skipped: 'another-process' });
    await ageLease();
    const last = await start();
    expect(await last.prune()).toMatchObject({ deleted: { entries: OLD - 50 }, remaining: 0, errors: [] });
    expect(await left()).toBe(1);
  }, 120_000);

  it('are killed at any moment: what is left is whole batches', async () => {
    const killed = await start({ ...TRAIL, prune: { batchSize: 10, pauseMs: 0 } });
    void killed.prune();
    await until('it has begun', () => killed.deleted > 0);
    await killed.end('SIGKILL');
    expect((OLD + 1 - (await left())) % 10).toBe(0);
  }, 120_000);
});
