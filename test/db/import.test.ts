import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference, type NewEntry } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { withoutTrail } from '../support/forum/trail-lock.js';
import { type Forum, startForum } from '../support/forum/world.js';

const TOTAL = 10_000;
const thing = entityReference(Thread, 7);
const entry = (i: number, more: Partial<NewEntry> = {}): NewEntry => ({
  user: i,
  ip: `203.0.${i >> 8}.${i & 255}`,
  entity: thing,
  action: 'import',
  at: new Date(1_000_000 + i),
  snapshot: { i },
  ...more,
});

describeEachDatabase('an import', (database) => {
  let forum: Forum;
  const announced: string[] = [];

  beforeAll(async () => {
    const onRecorded = ({ userId }: { userId: string }) => void announced.push(userId);
    forum = await startForum(database(), { trail: { onRecorded } });
  });
  beforeEach(async () => {
    await forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute();
    announced.length = 0;
  });
  afterAll(() => forum.close());

  const count = () => forum.dataSource.getRepository(AuditTrailEntry).count();

  it('writes ten thousand entries as they come, and holds few of them at a time', async () => {
    const before = forum.trail.stats();
    let mostAtOnce = 0;
    async function* all() {
      for (let i = 0; i < TOTAL; i++) {
        yield entry(i);
        mostAtOnce = Math.max(mostAtOnce, i + 1 - (forum.trail.stats().written - before.written));
      }
    }
    expect(await forum.trail.recordMany(all())).toBe(TOTAL);
    expect(await count()).toBe(TOTAL);
    expect(mostAtOnce).toBeLessThanOrEqual(2_000);
    expect(forum.trail.stats().batches - before.batches).toBe(10);
    expect(announced).toHaveLength(TOTAL);
    const last = await forum.dataSource
      .getRepository(AuditTrailEntry)
      .findOneByOrFail({ userId: String(TOTAL - 1) });
    expect(last).toMatchObject({
      ip: '203.0.39.15',
      action: 'import',
      createdAt: new Date(1_009_999),
      snapshot: { i: 9_999 },
    });
  });

  it('takes any list, passes over those without a user or an address, and says how many are written', async () => {
    const list = [
      entry(1),
      entry(2, { user: null }),
      entry(3, { ip: undefined }),
      entry(4, { ip: null, user: undefined }),
      entry(5),
    ];
    expect(await forum.trail.recordMany(list)).toBe(2);
    expect((await forum.entries()).map(({ userId }) => userId)).toEqual(['1', '5']);
    expect(await forum.trail.recordMany([])).toBe(0);
    expect(await forum.trail.recordMany(new Set([entry(6)]))).toBe(1);
  });

  it.each<[string, Partial<NewEntry>, string]>([
    ['an entity that is none', { entity: {} }, 'NOT_AN_ENTITY'],
    ['an entity that is none, without a user', { entity: {}, user: null }, 'NOT_AN_ENTITY'],
    ['a user without an id', { user: { id: '' } }, 'INVALID_USER'],
    ['an address that is none', { ip: 'unknown' }, 'INVALID_IP'],
    ['a time that is to come', { at: new Date(Date.UTC(9999, 0)) }, 'INVALID_TIME'],
    ['an action that is too long', { action: 'x'.repeat(101) }, 'INVALID_ENTRY'],
    ['a snapshot that is too large', { snapshot: { text: 'x'.repeat(9_000) } }, 'SNAPSHOT_TOO_LARGE'],
  ])('stops at %s, and what came before is written', async (_, wrong, code) => {
    let taken = 0;
    function* all() {
      for (let i = 0; i < 1_200; i++) {
        taken++;
        yield i === 1_100 ? entry(i, wrong) : entry(i);
      }
    }
    await expect(forum.trail.recordMany(all())).rejects.toMatchObject({ code });
    expect(taken).toBe(1_101);
    expect(await count()).toBe(1_100);
  });

  it('passes on the error of the file that it reads, after writing what came before', async () => {
    const broken = new Error('the file ends in the middle of a line');
    async function* all() {
      yield entry(1);
      throw broken;
    }
    await expect(forum.trail.recordMany(all())).rejects.toBe(broken);
    expect(await count()).toBe(1);
  });

  it('stops where the database refuses, and does not try the same entries again', async () => {
    const before = forum.trail.stats();
    let closed = false;
    function* all() {
      try {
        for (let i = 0; ; i++) yield entry(i);
      } finally {
        closed = true;
      }
    }
    await withoutTrail(forum, () =>
      expect(forum.trail.recordMany(all())).rejects.toMatchObject({ code: 'NOT_RECORDED' }),
    );
    expect(closed).toBe(true);
    expect(forum.trail.stats().failed - before.failed).toBe(1_000);
    expect(announced).toEqual([]);
  });

  it('leaves room for others while it runs', async () => {
    const written: string[] = [];
    async function* all() {
      for (let i = 0; i < 3_000; i++) {
        if (i === 1_500)
          written.push((await forum.trail.recordFor(entry(0), thing, { action: 'meanwhile' }))!.action);
        yield entry(i);
      }
    }
    await forum.trail.recordMany(all());
    expect(written).toEqual(['meanwhile']);
    expect(await count()).toBe(3_001);
  });
});
