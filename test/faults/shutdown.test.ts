import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AuditTrailEntry, entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { startForum } from '../support/forum/world.js';
import { TcpProxy } from './tcp-proxy.js';

const ann = { user: 'ann', ip: '203.0.113.7' };

describeEachDatabase('closing the application', (database) => {
  it('writes 500 entries that were accepted just before', async () => {
    const forum = await startForum(database());
    const acting = Array.from({ length: 500 }, (_, i) =>
      forum.trail.recordFor(ann, entityReference('Action', i)),
    );
    await forum.close();
    await Promise.all(acting);
    const dataSource = await new DataSource({
      ...database().options,
      entities: AUDIT_TRAIL_ENTITIES,
    }).initialize();
    expect(await dataSource.getRepository(AuditTrailEntry).count()).toBe(500);
    await dataSource.destroy();
  });
});

describeEachDatabase(
  'closing the application while its database does not answer',
  (database) => {
    it('waits for shutdownTimeoutMs and says how many entries were lost, and nothing about them', async () => {
      const { proxy, database: behind } = await TcpProxy.before(database());
      const forum = await startForum(behind, { trail: { shutdownTimeoutMs: 200, retryForMs: 60_000 } });
      await proxy.cut();
      const acting = Array.from({ length: 7 }, (_, i) =>
        forum.trail.recordFor(ann, entityReference('Action', i)),
      );
      const told = Promise.allSettled(acting);
      await forum.close();
      expect((await told).map(({ status }) => status)).toEqual(Array(7).fill('rejected'));
      expect(forum.logs.messages('error')).toEqual([
        'Shutting down without 7 entries: the database did not take them within shutdownTimeoutMs.',
      ]);
      expect(forum.logs.text).not.toMatch(/ann|203\.0\.113/);
    });
  },
  { on: ['postgres', 'mariadb'] },
);
