import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { type IpSource, type IpSourceContext, IpRetentionService } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Account } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Gate } from '../support/forum/until.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';

const NOW = Date.UTC(2026, 10, 23);
const forums = forumsOfTest();
const retention = ({ app }: Forum) => app.get(IpRetentionService);

/** Deletes accounts, as if each held an address. */
const pruneAccounts = async (manager: EntityManager, batchSize: number, dryRun = false): Promise<number> => {
  const old = await manager.find(Account, { order: { id: 'ASC' }, take: batchSize });
  if (!dryRun && old.length > 0)
    await manager.delete(
      Account,
      old.map(({ id }) => id),
    );
  return old.length;
};

describeEachDatabase('sources that the application registers', (database, kind) => {
  const clock = new TestClock(NOW);
  const start = async (...sources: IpSource[]): Promise<Forum> => {
    const trail = { ipStoreDays: 5, prune: { batchSize: 10, pauseMs: 0 } };
    const forum = await forums.on(database(), { trail, override: clock.override });
    await emptyTrail(forum.dataSource);
    await forum.dataSource.createQueryBuilder().delete().from(Account).execute();
    await forum.dataSource
      .getRepository(Account)
      .insert(Array.from({ length: 25 }, (_, i) => ({ name: `account ${i}` })));
    for (const source of sources) retention(forum).register(source);
    return forum;
  };
  const accounts = ({ dataSource }: Forum) => dataSource.getRepository(Account).count();

  it('are called with the cutoff until they answer fewer rows than they may change', async () => {
    const seen: Partial<IpSourceContext & { cutoff: Date }>[] = [];
    const forum = await start({
      name: 'accounts',
      prune: (cutoff, { manager, dryRun, batchSize, signal }) => {
        seen.push({ cutoff, dryRun, batchSize });
        expect(signal.aborted).toBe(false);
        return pruneAccounts(manager, batchSize);
      },
    });
    expect(await retention(forum).prune()).toMatchObject({ deleted: { accounts: 25 }, errors: [] });
    const call = { cutoff: new Date(NOW - 5 * DAY_MS), dryRun: false, batchSize: 10 };
    expect(seen).toEqual([call, call, call]);
    expect(await accounts(forum)).toBe(0);
  });

  it('count as much in a dry run, and change nothing there', async () => {
    const forum = await start({
      name: 'accounts',
      prune: (_, { manager, batchSize, dryRun }) => pruneAccounts(manager, batchSize, dryRun),
    });
    expect(await retention(forum).prune({ dryRun: true })).toMatchObject({ deleted: { accounts: 25 } });
    expect(await accounts(forum)).toBe(25);
  });

  it('stop nobody else when they throw, answer nonsense or are refused by the database', async () => {
    const forum = await start(
      {
        name: 'throws',
        prune: async (_, { manager }) => {
          await pruneAccounts(manager, 1);
          throw new TypeError('of ann from 203.0.113.7');
        },
      },
      { name: 'throws text', prune: () => Promise.reject('203.0.113.7') },
      { name: 'answers text', prune: async () => '203.0.113.7' as unknown as number },
      { name: 'answers nothing', prune: async () => undefined as unknown as number },
      { name: 'answers less than nothing', prune: async () => -1 },
      {
        name: 'is refused',
        prune: (_, { manager }) => manager.query(`select '203.0.113.7' from nowhere`),
      },
      { name: 'works', prune: (_, { manager }) => pruneAccounts(manager, 5) },
    );
    const report = await retention(forum).prune();
    expect(report.errors).toEqual([
      { source: 'throws', message: 'it threw TypeError' },
      { source: 'throws text', message: 'it threw a string of 11 characters' },
      {
        source: 'answers text',
        message: 'it answered a string of 11 characters; wanted the number of rows that it changed',
      },
      {
        source: 'answers nothing',
        message: 'it answered undefined; wanted the number of rows that it changed',
      },
      {
        source: 'answers less than nothing',
        message: expect.stringMatching(/^it answered a number; wanted/),
      },
      { source: 'is refused', message: expect.stringMatching(/^the database refused \(\w+\)$/) },
    ]);
    expect(report.deleted).toMatchObject({ throws: 0, works: 5 });
    expect(JSON.stringify(report) + forum.logs.text).not.toMatch(/203\.0\.113/);
    // What threw is undone, where it had a transaction of its own.
    expect(await accounts(forum)).toBe(kind === 'better-sqlite3' ? 19 : 20);
  });

  it('are not called where addresses are kept for ever, or the run is skipped', async () => {
    const prune = jest.fn(async () => 0);
    const forum = await forums.on(database(), {
      trail: { ipStoreDays: 'forever' },
      override: clock.override,
    });
    retention(forum).register({ name: 'sessions', prune });
    expect(await retention(forum).prune()).toMatchObject({ skipped: 'disabled', deleted: { sessions: 0 } });
    expect(prune).not.toHaveBeenCalled();
  });

  it('are told to stop at shutdown, and do not keep it waiting when they do not', async () => {
    const gate = new Gate();
    const signals: AbortSignal[] = [];
    const forum = await start({
      name: 'hangs',
      prune: async (_, { signal }) => {
        signals.push(signal);
        await gate.pass();
        return 0;
      },
    });
    const report = retention(forum).prune();
    await gate.reached;
    await forum.close();
    expect(await report).toMatchObject({
      errors: [{ source: 'hangs', message: 'it did not stop when it was told to' }],
    });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    gate.release();
  });
});

describe('a source that never comes to its end', () => {
  afterEach(() => {
    jest.useRealTimers();
  });
  const fakeTimers = () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'Date'],
    });
  };

  it('is left alone after five minutes where it does not answer, and the others have their turn', async () => {
    const forum = await forums.inMemory();
    const gate = new Gate();
    retention(forum).register({ name: 'hangs', prune: () => gate.pass() as unknown as Promise<number> });
    retention(forum).register({ name: 'works', prune: async () => 7 });
    fakeTimers();
    const report = retention(forum).prune();
    await gate.reached;
    await jest.advanceTimersByTimeAsync(300_000);
    expect(await report).toMatchObject({
      deleted: { hangs: 0, works: 7 },
      errors: [{ source: 'hangs', message: 'it did not answer within 5 minutes' }],
    });
  });

  it('is left for the next run after an hour where it always answers as many as it may change', async () => {
    const forum = await forums.inMemory({ trail: { prune: { batchSize: 10, pauseMs: 60_000 } } });
    retention(forum).register({ name: 'endless', prune: async (_, { batchSize }) => batchSize });
    fakeTimers();
    const report = retention(forum).prune();
    const run = { isDone: false };
    void report.finally(() => {
      run.isDone = true;
    });
    while (!run.isDone) await jest.advanceTimersByTimeAsync(60_000);
    expect(await report).toMatchObject({
      deleted: { endless: expect.any(Number) },
      errors: [{ source: 'endless', message: expect.stringMatching(/^after an hour/) }],
    });
  });
});

describe('registering a source', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /the name undefined; wanted a text of 1 to 100/],
    ['no name', { prune: async () => 0 }, /the name undefined/],
    ['an empty name', { name: '', prune: async () => 0 }, /the name ""/],
    ['a name that is taken', { name: 'entries', prune: async () => 0 }, /"entries", which another place has/],
    ['no function', { name: 'sessions' }, /prune: undefined; wanted a function/],
  ])('refuses %s', async (_, source, message) => {
    const forum = await forums.inMemory();
    expect(() => retention(forum).register(source as IpSource)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringMatching(message) }),
    );
  });
});
