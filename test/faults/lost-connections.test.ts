import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { until } from '../support/forum/until.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { TcpProxy } from './tcp-proxy.js';

const BEHIND_A_NETWORK = { on: ['postgres', 'mariadb'] } as const;

describeEachDatabase(
  'a network that fails between the application and its database',
  (database) => {
    let proxy: TcpProxy;
    let forum: Forum;
    beforeAll(async () => {
      const behind = await TcpProxy.before(database());
      proxy = behind.proxy;
      forum = await startForum(behind.database, { trail: { retryForMs: 2_000, maxWaiting: 50 } });
    });
    beforeEach(() => forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute());
    afterAll(async () => {
      await forum.close();
      await proxy.cut();
    });

    const act = (number: number) =>
      forum.trail.recordFor({ user: 'ann', ip: '203.0.113.7' }, entityReference('Action', number));
    const numbers = async () => (await forum.entries()).map(({ entityId }) => Number(entityId));

    it('leaves one entry, not two and not none, where it is cut between the commit and its answer', async () => {
      await act(1);
      // The statement is prepared, so that only what is in the entry travels.
      proxy.loseAnswerTo('Action');
      await act(2);
      expect(proxy.hasLostAnswer).toBe(true);
      expect(await numbers()).toEqual([1, 2]);
      expect(forum.trail.stats().retries).toBeGreaterThan(0);
    });

    it('rejects with NOT_RECORDED when it is away for longer than retryForMs, and keeps the memory bounded', async () => {
      await act(1);
      await proxy.cut();
      const attempts = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => act(i)));
      expect(attempts.map(({ status }) => status)).toEqual(Array(200).fill('rejected'));
      for (const attempt of attempts) {
        expect(attempt).toMatchObject({ reason: { code: 'NOT_RECORDED' } });
      }
      expect(forum.trail.stats()).toMatchObject({ waiting: 0, oldestWaitingMs: 0 });
      expect(await forum.trail.health()).toMatchObject({ status: 'down' });
      await proxy.open();
    });

    it('records again without a restart when it is back', async () => {
      await proxy.cut();
      await expect(act(1)).rejects.toMatchObject({ code: 'NOT_RECORDED' });
      await proxy.open();
      await until('the trail is up', async () => (await forum.trail.health()).status === 'up');
      await act(2);
      expect(await numbers()).toContain(2);
    });

    it('is not noticed by callers where it is away for less than retryForMs', async () => {
      await act(1);
      const cut = proxy.cut();
      const acting = act(2);
      await cut;
      await proxy.open();
      await acting;
      expect(await numbers()).toEqual([1, 2]);
    });
  },
  BEHIND_A_NETWORK,
);
