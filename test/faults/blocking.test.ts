import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditTrailModuleOptions } from '../../src/index.js';
import { describeEachDatabase, type TestDatabase } from '../support/databases.js';
import { until } from '../support/forum/until.js';
import { Compiled } from './compiled.js';
import { type Effect, GuardedProcess } from './guarded-process.js';
import { TcpProxy } from './tcp-proxy.js';

const BEHIND_A_NETWORK = { on: ['postgres', 'mariadb'] } as const;
/** The default. */
const REFRESH_MS = 2_000;
const REQUESTS = 100;

/** Starts processes, of which none is left when the tests of the block are over, whether they passed or not. */
function processesOf() {
  let compiled: Compiled;
  const running: GuardedProcess[] = [];
  beforeAll(async () => {
    compiled = await Compiled.make();
  });
  afterAll(async () => {
    await Promise.all(running.map((one) => one.end('SIGKILL')));
  });
  return async (
    database: Pick<TestDatabase, 'options'>,
    trail?: AuditTrailModuleOptions,
  ): Promise<GuardedProcess> => {
    const started = await GuardedProcess.start(compiled, database, trail);
    running.push(started);
    return started;
  };
}

/** Starting a process is what takes time: `.ci/full` asks for `2,4`. */
const COUNTS = (process.env.TEST_PROCESSES ?? '2').split(',').map(Number);

describeEachDatabase('processes on one database', (database) => {
  const start = processesOf();

  describe.each(COUNTS)('%i of them', (count) => {
    const processes: GuardedProcess[] = [];
    beforeAll(async () => {
      // One after another: two that make the tables at once would meet.
      for (let i = 0; i < count; i++) processes.push(await start(database()));
    }, 120_000);

    it('honour a block that one adds, changes or lifts: that one when it is told so, all within refreshMs', async () => {
      const [first, last] = [processes[0], processes.at(-1)] as [GuardedProcess, GuardedProcess];
      const ip = `203.0.${count}.7`;
      const statuses = () => Promise.all(processes.map((one) => one.request(ip)));
      /** The longest that one of them took. */
      const latest = async (at: number, effect: Effect) =>
        Math.max(...(await Promise.all(processes.map((one) => one.seen(ip, effect))))) - at;

      const denied = await first.add(ip);
      expect(denied.effect).toBe('deny');
      expect(await latest(denied.at, 'deny')).toBeLessThanOrEqual(REFRESH_MS);
      expect(await statuses()).toEqual(Array(count).fill(403));

      const allowed = await last.add(ip, { effect: 'allow' });
      expect(allowed.effect).toBe('allow');
      expect(await latest(allowed.at, 'allow')).toBeLessThanOrEqual(REFRESH_MS);
      expect(await statuses()).toEqual(Array(count).fill(200));

      const deniedAgain = await first.lift(allowed.id, ip);
      expect(deniedAgain.effect).toBe('deny');
      expect(await latest(deniedAgain.at, 'deny')).toBeLessThanOrEqual(REFRESH_MS);

      const over = await last.lift(denied.id, ip);
      expect(over.effect).toBeNull();
      expect(await latest(over.at, null)).toBeLessThanOrEqual(REFRESH_MS);
    }, 120_000);

    it('count the hits of a block together, to the last one when they have closed', async () => {
      const ip = `198.51.${count}.7`;
      await processes[0]?.add(ip);
      await Promise.all(processes.map((one) => one.seen(ip, 'deny')));
      const hit = async (one: GuardedProcess) => {
        for (let i = 0; i < REQUESTS; i++) {
          expect(await one.request(ip)).toBe(403);
          // What has been counted so far is written while more is counted.
          if (i % 50 === 25) await one.list();
        }
      };
      await Promise.all(processes.flatMap((one) => [hit(one), hit(one)]));
      await Promise.all(processes.map((one) => one.end()));
      const [listed] = await (await start(database())).list();
      expect(listed).toEqual([`${ip}/32`, count * 2 * REQUESTS]);
    }, 120_000);
  });

  it('lose of the hits no more than what one that is killed had not written', async () => {
    const [killed, other] = [await start(database()), await start(database())];
    const ip = '192.88.98.7';
    await killed.add(ip);
    await other.seen(ip, 'deny');
    for (let i = 0; i < 10; i++) await Promise.all([killed.request(ip), other.request(ip)]);
    await killed.list();
    for (let i = 0; i < 3; i++) await killed.request(ip);
    await killed.end('SIGKILL');
    for (let i = 0; i < 4; i++) await other.request(ip);
    await other.end();
    const [[, hits]] = (await (await start(database())).list()) as [[string, number]];
    expect(hits).toBeGreaterThanOrEqual(24);
    expect(hits).toBeLessThanOrEqual(27);
  }, 120_000);
});

describeEachDatabase(
  'a process that is cut off from its database',
  (database) => {
    const start = processesOf();
    let proxy: TcpProxy;
    let cutOff: GuardedProcess;
    let other: GuardedProcess;
    beforeAll(async () => {
      proxy = (await TcpProxy.before(database())).proxy;
    });
    afterAll(() => proxy.cut());

    const startBoth = async (more: object = {}) => {
      other = await start(database());
      const { options } = proxy.through(database());
      const trail = { retryForMs: 500, blocks: { refreshMs: 200 } };
      cutOff = await start({ options: { ...options, ...more } }, trail);
    };

    it('keeps refusing whom it knew to be blocked, says so, never opens up, and catches up afterwards', async () => {
      await startBoth();
      const known = await other.add('203.0.113.7');
      await cutOff.seen('203.0.113.7', 'deny');
      await proxy.cut();
      await other.add('203.0.113.8');
      await other.lift(known.id, '203.0.113.7');

      let refused = 0;
      await until('its health has told of three seconds', async () => {
        expect(await cutOff.request('203.0.113.7')).toBe(403);
        expect(await cutOff.request('198.51.100.7')).toBe(200);
        refused++;
        const { status, blocks } = await cutOff.health();
        return status !== 'up' && (blocks?.secondsSinceRead ?? 0) >= 3;
      });
      expect(await cutOff.health()).toMatchObject({ blocks: { status: 'degraded', known: 1 } });
      const [complaint, ...more] = (await cutOff.said()).filter((line) => line.includes('cannot be read'));
      expect(complaint).toContain('those that were known at the last reading stay in force');
      expect(complaint).not.toContain('203.0.113');
      expect(more).toEqual([]);
      // It has seen nothing of what the other one did meanwhile.
      expect(await cutOff.request('203.0.113.8')).toBe(200);

      await proxy.open();
      await Promise.all([cutOff.seen('203.0.113.8', 'deny'), cutOff.seen('203.0.113.7', null)]);
      await until('its health is up', async () => (await cutOff.health()).status === 'up');
      expect((await cutOff.said()).filter((line) => line === 'Blocks are read again.')).toHaveLength(1);
      expect(await cutOff.request('203.0.113.7')).toBe(200);
      expect(await cutOff.request('203.0.113.8')).toBe(403);

      await cutOff.end();
      expect(await other.list()).toEqual([
        ['203.0.113.8/32', 1],
        ['203.0.113.7/32', refused],
      ]);
    }, 120_000);

    it('goes on over another connection where the network has forgotten the one that it has', async () => {
      await startBoth({ poolSize: 1 });
      await other.add('198.51.100.7');
      await cutOff.seen('198.51.100.7', 'deny');
      proxy.forget();
      await other.add('198.51.100.8');
      await cutOff.seen('198.51.100.8', 'deny');
      expect(await cutOff.request('198.51.100.7')).toBe(403);
      await until('its health is up', async () => (await cutOff.health()).status === 'up');
    }, 120_000);
  },
  BEHIND_A_NETWORK,
);
