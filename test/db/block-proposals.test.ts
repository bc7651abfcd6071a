import { expect, it } from '@jest/globals';
import { BlockHits } from '../../src/blocking/block-hits.js';
import { entityReference } from '../../src/index.js';
import { AuditTrailLookup } from '../../src/storage/entities/audit-trail-lookup.entity.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { BY, guard, NOW } from './block-world.js';
import { codeOf } from './investigation-world.js';
import { DAY_MS } from './retention-world.js';

const hosts = (count: number) => Array.from({ length: count }, (_, i) => `203.0.113.${i}`);

describeEachDatabase('a proposal about blocks', (database) => {
  const forums = forumsOfTest();

  it('names a subnet of which one in twenty is listed, and whom a block of it would hit', async () => {
    const forum = await guard(forums, database());
    await forum.blocks.import(hosts(12), BY);
    expect(await forum.blocks.proposals(BY)).toEqual({ items: [], truncated: false });
    await forum.block('203.0.113.12');
    await forum.trail.recordFor({ user: 'ann', ip: '203.0.113.200' }, entityReference('Thread', 1));
    const { items } = await forum.blocks.proposals(BY);
    expect(items).toMatchObject([
      {
        kind: 'merge',
        range: '203.0.113.0/24',
        listed: { units: 13, of: 256 },
        preview: { users: 1, examples: ['ann'], addresses: '256' },
      },
    ]);
    expect(items[0]?.blocks).toHaveLength(13);
    // Nothing is merged by itself.
    expect(forum.effectOn('203.0.113.200')).toBeNull();
  });

  it('spares what is let through, and neverBlock', async () => {
    const forum = await guard(forums, database(), { trail: { neverBlock: ['198.51.100.255'] } });
    await forum.blocks.import(
      [...hosts(20), ...hosts(20).map((ip) => ip.replace('203.0.113', '198.51.100'))],
      BY,
    );
    expect((await forum.blocks.proposals()).items).toMatchObject([{ range: '203.0.113.0/24' }]);
    await forum.block('203.0.113.99', { effect: 'allow' });
    expect((await forum.blocks.proposals()).items).toEqual([]);
  });

  it('names blocks that decided nothing for a year, and those without an end', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.7', { expiresAt: new Date(NOW + 800 * DAY_MS) });
    await forum.block('198.51.100.7', { expiresAt: null });
    expect((await forum.blocks.proposals()).items).toEqual([]);
    forum.clock.set(NOW + 366 * DAY_MS);
    const { items } = await forum.blocks.proposals();
    expect(items.map(({ kind, range }) => `${kind} ${range}`).toSorted()).toEqual([
      'without-end 198.51.100.7/32',
      'without-hits 198.51.100.7/32',
      'without-hits 203.0.113.7/32',
    ]);
  });

  it('leaves out a block that has decided something since it was read', async () => {
    const forum = await guard(forums, database());
    const { id } = await forum.block('203.0.113.7', { expiresAt: new Date(NOW + 800 * DAY_MS) });
    forum.clock.set(NOW + 366 * DAY_MS);
    await forum.refresh();
    forum.app.get(BlockHits, { strict: false }).count(id, forum.clock.now());
    expect((await forum.blocks.proposals()).items).toEqual([]);
  });

  it('says that there are more than twenty of a kind', async () => {
    const forum = await guard(forums, database());
    const lines = Array.from({ length: 21 }, (_, i) => `203.${i}.0.7`);
    await forum.blocks.import(lines, { ...BY, expiresAt: null });
    forum.clock.set(NOW + 366 * DAY_MS);
    const { items, truncated } = await forum.blocks.proposals();
    expect({ items: items.length, truncated }).toEqual({ items: 40, truncated: true });
  });

  it('is one lookup where it says who would be hit, and none where it does not', async () => {
    const forum = await guard(forums, database());
    await forum.blocks.import(hosts(20), BY);
    const logged = () => forum.dataSource.getRepository(AuditTrailLookup).find();
    expect((await forum.blocks.proposals()).items).toMatchObject([{ preview: null }]);
    expect(await logged()).toEqual([]);
    await forum.blocks.proposals({ staffId: 'boss', reason: 'Monthly look' });
    expect(await logged()).toMatchObject([
      { staffId: 'boss', kind: 'proposals', reason: 'Monthly look', results: 1 },
    ]);
    expect(await codeOf(forum.blocks.proposals({ staffId: 'boss', reason: '' }))).toBe('REASON_REQUIRED');
  });
});
