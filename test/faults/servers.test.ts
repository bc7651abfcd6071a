import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference } from '../../src/index.js';
import { until } from '../support/forum/until.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { hasOwnMariadb, type OwnServer, startOwnMariadb, startOwnPostgres } from './own-server.js';

const SERVERS = [
  {
    name: 'PostgreSQL',
    start: startOwnPostgres,
    isHere: true,
    kind: 'postgres',
    readOnly: ['alter system set default_transaction_read_only = on', 'select pg_reload_conf()'],
    writable: ['alter system reset default_transaction_read_only', 'select pg_reload_conf()'],
  },
  {
    name: 'MariaDB',
    start: startOwnMariadb,
    isHere: hasOwnMariadb,
    kind: 'mariadb',
    readOnly: ['set global read_only = 1'],
    writable: ['set global read_only = 0'],
  },
] as const;

for (const { name, start, isHere, kind, readOnly, writable } of SERVERS) {
  (isHere ? describe : describe.skip)(`a ${name} of its own`, () => {
    let server: OwnServer;
    let forum: Forum;
    let number = 0;
    const told: number[] = [];
    const failed: string[] = [];

    beforeAll(async () => {
      server = await start();
      const database = { kind, options: server.options, drop: async () => undefined };
      forum = await startForum(database, { trail: { retryForMs: 20_000 } });
    }, 120_000);
    beforeEach(() => {
      told.length = 0;
      failed.length = 0;
    });
    afterEach(() => forum?.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute());
    afterAll(async () => {
      await forum?.close();
      await server?.stop();
    }, 60_000);

    const act = async (): Promise<void> => {
      const mine = ++number;
      try {
        await forum.trail.recordFor({ user: 'ann', ip: '203.0.113.7' }, entityReference('Action', mine));
        told.push(mine);
      } catch (error) {
        failed.push(String(error));
      }
    };
    /** Sixteen callers act for as long as the work takes. */
    const underLoad = async (work: () => Promise<void>): Promise<void> => {
      const load = { isOver: false };
      const callers = Array.from({ length: 16 }, async () => {
        while (!load.isOver) {
          await act();
          // A refusal comes at once, and would leave no turn for anything else.
          await new Promise((resolve) => setImmediate(resolve));
        }
      });
      await work().finally(() => {
        load.isOver = true;
      });
      await Promise.all(callers);
    };
    const recorded = async () =>
      (await forum.entries()).map(({ entityId }) => Number(entityId)).toSorted((a, b) => a - b);

    const toldAgain = (): Promise<void> => {
      const before = told.length;
      return until('callers are told again', () => told.length > before + 200);
    };

    it('restarts in the middle of load: what callers were told is what the table holds', async () => {
      await underLoad(async () => {
        await toldAgain();
        await server.restart();
        await toldAgain();
      });
      expect(failed).toEqual([]);
      expect(await recorded()).toEqual(told.toSorted((a, b) => a - b));
      expect(forum.trail.stats().retries).toBeGreaterThan(0);
    });

    it('turns read-only with its connections open, and writes again: callers wait, and nothing is lost', async () => {
      await underLoad(async () => {
        await toldAgain();
        const { retries } = forum.trail.stats();
        for (const sql of readOnly) await server.run(sql);
        await until('the writer was refused', () => forum.trail.stats().retries > retries);
        for (const sql of writable) await server.run(sql);
        await toldAgain();
      });
      expect(failed).toEqual([]);
      expect(await recorded()).toEqual(told.toSorted((a, b) => a - b));
    });
  });
}
