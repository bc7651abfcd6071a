import { describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import type { QueryRunner } from 'typeorm';
import { entityReference, IpRetentionService } from '../../src/index.js';
import { createDatabase, describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { until } from '../support/forum/until.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS } from './retention-world.js';

const forums = forumsOfTest();
const retention = ({ app }: Forum) => app.get(IpRetentionService);

/** Old entries of ten users, oldest first. */
async function recordOld(forum: Forum): Promise<void> {
  for (let i = 0; i < 10; i++) {
    const at = new Date(Date.now() - 91 * DAY_MS + i * 1000);
    await forum.trail.recordFor({ user: i, ip: '203.0.113.7' }, entityReference('Thread', i), { at });
  }
}

describe('pruning while another process writes to the same SQLite file', () => {
  it('waits for its turn, and goes on within the run', async () => {
    const database = await createDatabase('better-sqlite3');
    const forum = await forums.on(database, { trail: { prune: { batchSize: 4, pauseMs: 0 } } });
    await recordOld(forum);
    const other = new Sqlite(database.options.database);
    let lockedOnce = false;
    const report = retention(forum).prune({
      onProgress: ({ deleted }) => {
        if (lockedOnce || deleted !== 4) return;
        lockedOnce = true;
        other.exec('begin immediate');
        setTimeout(() => other.exec('commit'), 50);
      },
    });
    expect(await report).toMatchObject({ deleted: { entries: 10 }, remaining: 0, errors: [] });
    expect(lockedOnce).toBe(true);
    other.close();
    await database.drop();
  });

  it('fails with the code of the lock where it lasts, and takes the rest with the next run', async () => {
    const database = await createDatabase('better-sqlite3');
    const forum = await forums.on(database, { trail: { retryForMs: 30 } });
    await recordOld(forum);
    const other = new Sqlite(database.options.database);
    other.exec('begin immediate');
    const report = await retention(forum).prune();
    expect(report).toMatchObject({
      deleted: { entries: 0 },
      errors: [{ source: 'the run', message: 'the database refused (SQLITE_BUSY)' }],
    });
    other.exec('commit');
    expect(await retention(forum).prune()).toMatchObject({ deleted: { entries: 10 }, errors: [] });
    other.close();
    await database.drop();
  });
});

const SET_PATIENCE: Readonly<Record<string, string>> = {
  postgres: "set deadlock_timeout = '100ms'",
  mariadb: 'select 1',
};

describeEachDatabase(
  'a batch that is chosen to give way in a deadlock',
  (database, kind) => {
    it('is done again, and the run reports nothing of it', async () => {
      const forum = await forums.on(database());
      await recordOld(forum);
      const [oldest, next] = await forum.entries();
      const host: QueryRunner = forum.dataSource.createQueryRunner();
      await host.query(SET_PATIENCE[kind] ?? '');
      await host.startTransaction();
      const touch = (id: string | undefined) =>
        host.query(
          kind === 'postgres'
            ? 'update audit_trail_entry set action = action where id = $1'
            : "update audit_trail_entry set action = concat(action, '!') where id = ?",
          [id],
        );
      await touch(next?.id);
      const report = retention(forum).prune();
      // Now the batch has the oldest entry and waits for the next one.
      await until('the batch waits', () => isWaiting(forum, kind));
      await touch(oldest?.id).catch(() => undefined);
      await host.rollbackTransaction().catch(() => undefined);
      await host.release();
      expect(await report).toMatchObject({ deleted: { entries: 10 }, remaining: 0, errors: [] });
    });
  },
  { on: ['postgres', 'mariadb'] },
);

async function isWaiting({ dataSource }: Forum, kind: string): Promise<boolean> {
  const rows: unknown[] = await dataSource.query(
    kind === 'postgres'
      ? 'select 1 from pg_locks where not granted and database is null'
      : "select 1 from information_schema.processlist where db = database() and info like 'DELETE%' and time_ms > 100",
  );
  return rows.length > 0;
}
