import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { type Forum, startForum } from '../support/forum/world.js';

const POOL = 5;

describeEachDatabase(
  'an application whose transactions hold the whole pool',
  (database) => {
    let forum: Forum;
    beforeAll(async () => {
      forum = await startForum(database(), { dataSource: { poolSize: POOL } });
    });
    afterAll(() => forum.close());

    it.each(['without', 'with'])('records within each of them, %s the manager', async (how) => {
      const before = (await forum.entries()).length;
      const everybodyIn = barrier(POOL);
      const transactions = Array.from({ length: POOL }, (_, i) =>
        forum.dataSource.transaction(async (manager) => {
          await manager.save(Object.assign(new Thread(), { title: 'A thread' }));
          await everybodyIn();
          const options = how === 'with' ? { manager } : {};
          return forum.trail.recordFor({ user: i, ip: '203.0.113.7' }, entityReference(Thread, i), options);
        }),
      );
      expect(await Promise.all(transactions)).toHaveLength(POOL);
      expect(await forum.entries()).toHaveLength(before + POOL);
    });
  },
  { on: ['postgres', 'mariadb'] },
);

/** Resolves for all when the last has come. */
function barrier(count: number): () => Promise<void> {
  let release!: () => void;
  let missing = count;
  const open = new Promise<void>((resolve) => {
    release = resolve;
  });
  return () => {
    if (--missing === 0) release();
    return open;
  };
}
