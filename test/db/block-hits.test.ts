import { describe, expect, it } from '@jest/globals';
import { BlockHits } from '../../src/blocking/block-hits.js';
import { AuditTrailSetting } from '../../src/storage/entities/audit-trail-setting.entity.js';
import { createDatabase, describeEachDatabase, describeOn } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { TcpProxy } from '../faults/tcp-proxy.js';
import { guard, type GuardedForum, NOW } from './block-world.js';
import { DAY_MS } from './retention-world.js';

const hitsOf = (forum: GuardedForum) => forum.app.get(BlockHits, { strict: false });
const hit = (forum: GuardedForum, id: string, times: number) => {
  for (let i = 0; i < times; i++) hitsOf(forum).count(id, forum.clock.now());
};
const listed = async (forum: GuardedForum) =>
  (await forum.blocks.list()).items.map(({ hits, lastHitOn }) => [hits, lastHitOn]);
const writers = async ({ dataSource }: GuardedForum) =>
  (await dataSource.getRepository(AuditTrailSetting).find()).filter(({ name }) =>
    name.startsWith('blocks.hits.'),
  );

describeEachDatabase('hits of blocks', (database) => {
  const forums = forumsOfTest();

  it('of all processes are summed, with the latest day, and change no version', async () => {
    const forum = await guard(forums, database());
    const other = await guard(forums, database(), { isReplica: true });
    const { id } = await forum.block('203.0.113.7');
    const versions = () =>
      forum.dataSource.getRepository(AuditTrailSetting).findBy({ name: 'blocks.versions' });
    const before = await versions();
    hit(forum, id, 3);
    other.clock.set(NOW + DAY_MS);
    hit(other, id, 4);
    await hitsOf(other).flush();
    hit(forum, id, 2);
    await hitsOf(forum).flush();
    expect(await listed(forum)).toEqual([[9, '2026-11-24']]);
    expect(await versions()).toEqual(before);
  });

  it('that many blocks had are written in several batches', async () => {
    const forum = await guard(forums, database());
    const ids: string[] = [];
    for (let i = 0; i < 250; i++) ids.push((await forum.block(`198.51.100.${i}`)).id);
    for (const id of ids) hit(forum, id, 2);
    await hitsOf(forum).flush();
    const { items } = await forum.blocks.list({ limit: 500 });
    expect(items.map(({ hits }) => hits)).toEqual(ids.map(() => 2));
  });

  it('are written when the application ends, which leaves nothing of itself behind', async () => {
    const forum = await guard(forums, database());
    const other = await guard(forums, database(), { isReplica: true });
    const { id } = await forum.block('203.0.113.7');
    await other.refresh();
    hit(other, id, 5);
    await other.close();
    expect(await listed(forum)).toEqual([[5, '2026-11-23']]);
    expect(await writers(forum)).toEqual([]);
  });

  it('are counted on where the database was restored to an older state', async () => {
    const forum = await guard(forums, database());
    const { id } = await forum.block('203.0.113.7');
    const settings = forum.dataSource.getRepository(AuditTrailSetting);
    const count = async (times: number) => {
      hit(forum, id, times);
      await hitsOf(forum).flush();
    };
    await count(1);
    const before = await writers(forum);
    await count(2);
    await settings.save(before);
    await count(4);
    await settings.delete(before.map(({ name }) => name));
    await count(8);
    expect(await listed(forum)).toEqual([[15, '2026-11-23']]);
  });

  it('of a block that has lost its range are no longer kept', async () => {
    const forum = await guard(forums, database());
    const { id } = await forum.block('203.0.113.7');
    await forum.dataSource.query('update audit_trail_block set range_first = null, hits = null');
    hit(forum, id, 5);
    expect(await hitsOf(forum).flush()).toBe(true);
    expect(await forum.dataSource.query('select hits from audit_trail_block')).toEqual([{ hits: null }]);
  });
});

for (const kind of ['postgres', 'mariadb'] as const) {
  describeOn(kind)(`hits of blocks on ${kind}`, () => {
    const forums = forumsOfTest();

    it('are counted once where the answer to their batch was lost, and kept where nothing could be sent', async () => {
      const database = await createDatabase(kind);
      const { proxy, database: through } = await TcpProxy.before(database);
      const forum = await guard(forums, through, { trail: { retryForMs: 300 } });
      const { id } = await forum.block('203.0.113.7');
      hit(forum, id, 3);
      await hitsOf(forum).flush();
      hit(forum, id, 4);
      proxy.loseAnswerTo('COMMIT');
      await hitsOf(forum).flush();
      expect(proxy.hasLostAnswer).toBe(true);
      await proxy.cut();
      hit(forum, id, 5);
      expect(await hitsOf(forum).flush()).toBe(false);
      await proxy.open();
      await forum.blocks.list().catch(() => undefined);
      expect(await listed(forum)).toEqual([[12, '2026-11-23']]);
      await forum.close();
      await proxy.cut();
      await database.drop();
    });
  });
}

describe('hits', () => {
  const forums = forumsOfTest();

  it('of a process that was killed leave a row behind that the next process takes away', async () => {
    const database = await createDatabase('better-sqlite3', { memory: true });
    const forum = await guard(forums, database);
    const { id } = await forum.block('203.0.113.7');
    const settings = forum.dataSource.getRepository(AuditTrailSetting);
    const [old, young] = [new Date(NOW - DAY_MS - 1), new Date(NOW - 1000)];
    await settings.insert([
      { name: 'blocks.hits.old', value: '3', updatedAt: old },
      { name: 'blocks.hits.young', value: '3', updatedAt: young },
    ]);
    hit(forum, id, 1);
    await hitsOf(forum).flush();
    expect((await writers(forum)).map(({ name }) => name)).not.toContain('blocks.hits.old');
    expect((await writers(forum)).map(({ name }) => name)).toContain('blocks.hits.young');
  });
});
