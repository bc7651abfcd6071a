import { afterAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Logger } from 'typeorm';
import { IpRetentionService } from '../../src/index.js';
import { FORUM_CONTROLLERS } from '../support/forum/controllers.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { withoutTrail } from '../support/forum/trail-lock.js';
import { send } from '../support/http-servers.js';

/** Keeps all that TypeORM tells a logger. */
class KeepingLogger implements Logger {
  readonly lines: string[] = [];

  logQuery(...told: unknown[]): void {
    this.keep(told);
  }

  logQueryError(...told: unknown[]): void {
    this.keep(told);
  }

  logQuerySlow(...told: unknown[]): void {
    this.keep(told);
  }

  logSchemaBuild(...told: unknown[]): void {
    this.keep(told);
  }

  logMigration(...told: unknown[]): void {
    this.keep(told);
  }

  log(...told: unknown[]): void {
    this.keep(told);
  }

  /** Without the last, the query runner. */
  private keep(told: unknown[]): void {
    this.lines.push(told.slice(0, -1).map(asText).join(' '));
  }
}

const asText = (value: unknown) => {
  if (typeof value === 'string') return value;
  return value instanceof Error ? value.message : (JSON.stringify(value) ?? '');
};

const logger = new KeepingLogger();
const SETTINGS = {
  controllers: FORUM_CONTROLLERS,
  trustProxy: 'loopback',
  // Every statement is a slow one.
  dataSource: { logging: 'all' as const, logger, maxQueryExecutionTime: -1 },
};

const who = { user: 'user-4711', ip: '203.0.113.77' };
const PERSONAL = /4711|203\.0\.113|cb00714d|audit_trail_entry/i;

/** Where TypeORM's own logger prints. */
const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);

beforeEach(() => {
  logger.lines.length = 0;
});
afterAll(() => {
  printed.mockRestore();
});

describeEachForum("TypeORM's query logger", SETTINGS, (forum) => {
  const thread = Object.assign(new Thread(), { id: 7 });

  /** The lines of what was done, to be read after nothing else has been logged. */
  async function linesOf(work: () => Promise<unknown>): Promise<string[]> {
    logger.lines.length = 0;
    await work();
    return [...logger.lines];
  }

  it("sees the application's own statements and none of an entry that a request makes", async () => {
    const headers = { 'x-user': who.user, 'x-forwarded-for': who.ip };
    const lines = await linesOf(() =>
      send(forum().url, { path: '/threads', body: { title: 'Hello' }, headers }),
    );
    expect(lines.filter((line) => /insert into .?thread/i.test(line))).not.toEqual([]);
    expect(lines.filter((line) => PERSONAL.test(line))).toEqual([]);
    expect(await forum().entries()).toMatchObject([{ userId: who.user, ip: who.ip }]);
    expect(printed).not.toHaveBeenCalled();
  });

  it('sees none of an entry that the service makes, with a manager and without', async () => {
    const { trail, dataSource } = forum();
    const lines = await linesOf(async () => {
      await trail.recordFor(who, thread);
      await trail.recordMany([{ ...who, entity: thread }]);
      await dataSource.transaction(async (manager) => {
        await manager.getRepository(Thread).save({ title: 'Hello' });
        await trail.recordFor(who, thread, { manager });
      });
    });
    expect(lines.filter((line) => /insert into .?thread/i.test(line))).not.toEqual([]);
    expect(lines.filter((line) => PERSONAL.test(line))).toEqual([]);
    expect(await forum().entries()).toHaveLength(3);
  });

  it('sees no entry that the database refuses', async () => {
    const { trail, dataSource } = forum();
    const refused: unknown[] = [];
    const lines: string[] = [];
    await withoutTrail(forum(), async () => {
      const made = await linesOf(async () => {
        await trail.recordFor(who, thread).catch((error: unknown) => refused.push(error));
        await dataSource
          .transaction((manager) => trail.recordFor(who, thread, { manager }))
          .catch((error: unknown) => refused.push(error));
      });
      lines.push(...made);
    });
    expect(refused).toHaveLength(2);
    expect(lines.filter((line) => PERSONAL.test(line))).toEqual([]);
  });

  it('sees nothing of what is pruned', async () => {
    const old = { at: new Date('2020-01-01') };
    await forum().trail.recordFor(who, thread, old);
    const lines = await linesOf(() => forum().app.get(IpRetentionService).prune());
    expect(lines.filter((line) => PERSONAL.test(line))).toEqual([]);
    expect(await forum().entries()).toEqual([]);
  });
});
