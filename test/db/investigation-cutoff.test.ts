import { expect, it } from '@jest/globals';
import type { Investigation } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { investigate, NOW } from './investigation-world.js';
import { DAY_MS } from './retention-world.js';

const forums = forumsOfTest();
const IP = '203.0.113.7';
/** Made so long ago, to the millisecond. */
const AGES = {
  aYear: 365 * DAY_MS,
  pastThirty: 30 * DAY_MS,
  justThirty: 30 * DAY_MS - 1,
  pastFive: 5 * DAY_MS,
  justFive: 5 * DAY_MS - 1,
  now: 0,
};
const ago = (ms: number) => new Date(NOW - ms);

describeEachDatabase('a lookup while nobody prunes', (database) => {
  const start = async (trail: object) => {
    const world = await investigate(forums, database(), { trail: { prune: false, ...trail } });
    const snapshot = { title: 'Hello' };
    for (const age of Object.values(AGES)) await world.given({ user: 'u', ip: IP, ago: age, snapshot });
    await world.given({ user: 'other', ip: IP, ago: AGES.aYear });
    return world;
  };
  const seen = async (boss: Investigation, filter: object) =>
    (await boss.entries(filter)).items.map(({ createdAt, ip, snapshot }) => [
      (NOW - createdAt.getTime()) / DAY_MS,
      ip,
      snapshot === null ? 'gone' : 'there',
    ]);
  const shown = (age: number) => [age / DAY_MS, IP, 'there'];
  const blank = (age: number) => [age / DAY_MS, null, 'gone'];

  it('shows no entry that is older than the store time, by the millisecond', async () => {
    const { boss } = await start({ ipStoreDays: 5 });
    for (const filter of [
      {},
      { userId: 'u' },
      { range: IP },
      { range: '203.0.0.0/16' },
      { entityType: 'Post', entityId: '1' },
    ]) {
      const { oldestKept } = await boss.entries(filter);
      expect([filter, await seen(boss, filter), oldestKept]).toEqual([
        filter,
        [shown(AGES.now), shown(AGES.justFive)],
        ago(AGES.justFive),
      ]);
    }
  });

  it('shows kept entries without address and snapshot, and finds them in no range', async () => {
    const { boss } = await start({ ipStoreDays: 5, keepEntries: { days: 30 } });
    const kept = [shown(AGES.now), shown(AGES.justFive), blank(AGES.pastFive), blank(AGES.justThirty)];
    for (const filter of [
      {},
      { userId: 'u' },
      { entityType: 'Post', entityId: '1' },
      { action: 'post.reply' },
    ]) {
      expect([filter, await seen(boss, filter)]).toEqual([filter, kept]);
      expect((await boss.entries(filter)).oldestKept).toEqual(ago(AGES.justThirty));
    }
    for (const filter of [{ range: IP }, { range: '203.0.0.0/16' }, { userId: 'u', range: '203.0.0.0/16' }]) {
      expect([filter, await seen(boss, filter)]).toEqual([filter, kept.slice(0, 2)]);
      expect((await boss.entries(filter)).oldestKept).toEqual(ago(AGES.justFive));
    }
  });

  it('shows everything where addresses are kept for ever', async () => {
    const { boss } = await start({ ipStoreDays: 'forever' });
    expect(await seen(boss, { userId: 'u' })).toHaveLength(6);
    expect((await boss.ipsOfUser('u')).items).toMatchObject([{ entries: 6, usersOnIp: 2 }]);
  });

  it.each([[{}], [{ keepEntries: { days: 30 } }]])(
    'counts nobody and nothing that is older (%j)',
    async (more) => {
      const { boss } = await start({ ipStoreDays: 5, ...more });
      const use = { entries: 2, firstSeen: ago(AGES.justFive), lastSeen: ago(0) };
      const oldestKept = ago(AGES.justFive);
      expect(await boss.ipsOfUser('u')).toMatchObject({
        items: [{ ...use, ip: IP, usersOnIp: 1 }],
        oldestKept,
      });
      expect(await boss.usersOfRange(IP)).toMatchObject({ items: [{ ...use, userId: 'u' }], oldestKept });
      expect(await boss.compare(['u', 'other'])).toMatchObject({ networks: [], oldestKept });
      expect(await boss.linkedAccounts('u')).toMatchObject({ items: [], oldestKept });
      expect(await boss.linkedAccounts('other')).toMatchObject({ items: [], oldestKept });
      expect((await boss.ipsOfUser('other')).items).toEqual([]);
      expect((await boss.ipsOfUser('u', { to: ago(AGES.pastFive) })).items).toEqual([]);
    },
  );

  it('goes on with the cutoff of the moment on the next page', async () => {
    const { boss, clock } = await start({ ipStoreDays: 5, keepEntries: { days: 30 } });
    const first = await boss.entries({ userId: 'u', limit: 1 });
    clock.set(NOW + 1);
    const second = await boss.entries({ userId: 'u', limit: 1, after: first.next ?? '' });
    expect(second.items).toMatchObject([{ ip: null, snapshot: null, createdAt: ago(AGES.justFive) }]);
  });

  it('tells "expired" from "never" by the oldest entry that is kept', async () => {
    const { boss, clock } = await start({ ipStoreDays: 5 });
    expect(await boss.entries({ userId: 'never' })).toEqual({
      items: [],
      next: null,
      oldestKept: ago(AGES.justFive),
    });
    clock.set(NOW + 400 * DAY_MS);
    expect(await boss.entries({ userId: 'u' })).toEqual({ items: [], next: null, oldestKept: null });
    expect(await boss.usersOfRange(IP)).toEqual({ items: [], truncated: false, oldestKept: null });
  });

  it('takes addresses out of the log of lookups at the store time, and its rows at their own', async () => {
    const { boss, service, clock } = await start({ ipStoreDays: 5, lookupLogDays: 20 });
    await boss.usersOfRange('203.0.113.0/24');
    const by = { staffId: 'privacy', reason: 'quarterly review' };
    const bosses = async (filter = {}) =>
      (await service.lookups(by, { staffId: 'boss', ...filter })).items.map(({ range }) => range);
    expect(await bosses()).toEqual(['203.0.113.0/24']);
    clock.set(NOW + 5 * DAY_MS - 1);
    expect(await bosses({ range: IP })).toEqual(['203.0.113.0/24']);
    clock.set(NOW + 5 * DAY_MS);
    expect(await bosses({ range: IP })).toEqual([]);
    expect(await bosses()).toEqual([null]);
    clock.set(NOW + 20 * DAY_MS);
    expect(await bosses()).toEqual([]);
  });
});
