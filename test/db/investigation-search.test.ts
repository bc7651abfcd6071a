import { expect, it } from '@jest/globals';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { EntryFilter } from '../../src/index.js';
import { parseIpRange, rangeContains } from '../../src/address/cidr.js';
import { EntryIds } from '../../src/storage/entry-id.js';
import {
  codeOf,
  type GivenEntry,
  investigate,
  type InvestigatedForum,
  MINUTE_MS,
  NOW,
  rowOf,
  write,
} from './investigation-world.js';

const forums = forumsOfTest();

describeEachDatabase('searching entries', (database) => {
  const start = () => investigate(forums, database());

  /** The addresses that a range finds, of those that are there. */
  const RANGES: readonly (readonly [range: string, ...found: string[]])[] = [
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7/32', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.0/120', '203.0.113.255', '203.0.113.7', '203.0.113.0'],
    ['203.0.113.0/24', '203.0.113.255', '203.0.113.7', '203.0.113.0'],
    ['203.0.113.99/24', '203.0.113.255', '203.0.113.7', '203.0.113.0'],
    ['203.0.113.0/25', '203.0.113.7', '203.0.113.0'],
    ['203.0.113.128/25', '203.0.113.255'],
    ['203.0.114.0/24', '203.0.114.0'],
    ['203.0.0.0/16', '203.0.114.0', '203.0.113.255', '203.0.113.7', '203.0.113.0', '203.0.112.255'],
    ['198.51.100.0/24'],
    ['2001:db8:1:2::7', '2001:db8:1:2::7'],
    ['2001:db8:1:2::/64', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::7', '2001:db8:1:2::'],
    ['2001:db8:1:3::/64', '2001:db8:1:3::'],
    [
      '2001:db8:1:2::/63',
      '2001:db8:1:3::',
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:db8:1:2::7',
      '2001:db8:1:2::',
    ],
    [
      '2001:db8::/32',
      '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      '2001:db8:1:3::',
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:db8:1:2::7',
      '2001:db8:1:2::',
      '2001:db8::',
    ],
    ['2001:db9::/32', '2001:db9::'],
    ['cb00:7107::/32', 'cb00:7107::'],
  ];
  const ADDRESSES = [...new Set(RANGES.flatMap(([, ...found]) => found))].toSorted();

  it('finds in each range the addresses that belong to it, its first and its last included', async () => {
    const { given, boss } = await start();
    await given(...ADDRESSES.map((ip, i) => ({ user: 'u', ip, ago: i * MINUTE_MS })));
    for (const [range, ...found] of RANGES) {
      const { items } = await boss.entries({ range });
      const ips = items.map(({ ip }) => ip);
      expect([range, new Set(ips)]).toEqual([range, new Set(found)]);
      expect(ips).toEqual(ADDRESSES.filter((ip) => ips.includes(ip)));
    }
  });

  /** Entries that differ in everything, six of them in each millisecond. */
  const MIXED: readonly GivenEntry[] = Array.from({ length: 360 }, (_, i) => ({
    user: i % 5 === 4 ? null : `u${i % 4}`,
    ip: i % 3 === 0 ? `2001:db8:0:${i % 2}::${i % 7}` : `203.0.${112 + (i % 3)}.${i % 11}`,
    ago: Math.floor((360 - i) / 6) * 3,
    action: i % 7 === 0 ? 'thread.start' : 'post.reply',
    entityType: i % 2 === 0 ? 'Post' : 'Thread',
    entityId: String(i % 13),
    outcome: i % 5 === 4 || i % 6 === 5 ? ('failed' as const) : ('done' as const),
  }));

  const FILTERS: readonly EntryFilter[] = [
    {},
    { userId: 'u1' },
    { userId: 'u1', action: 'thread.start' },
    { userId: 'u2', range: '203.0.112.0/22' },
    { userId: 'u2', range: '2001:db8::/64', entityType: 'Post' },
    { userId: 'u3', entityType: 'Thread', entityId: '7' },
    { range: '203.0.113.3' },
    { range: '203.0.113.3', action: 'thread.start' },
    { range: '203.0.113.0/24' },
    { range: '203.0.112.0/22', outcome: 'failed' },
    { range: '2001:db8::/64', action: 'thread.start' },
    { range: '2001:db8::/32', entityType: 'Thread' },
    { entityType: 'Post', entityId: '2' },
    { entityType: 'Post', entityId: '2', range: '2001:db8::/32' },
    { entityType: 'Thread' },
    { entityId: '3' },
    { action: 'thread.start' },
    { outcome: 'failed' },
    { outcome: 'done' },
    { outcome: 'failed', userId: 'u2' },
    { from: new Date(NOW - 90), to: new Date(NOW - 45) },
    { from: new Date(NOW - 90), to: new Date(NOW - 45), userId: 'u1' },
    { from: new Date(NOW - 90), range: '203.0.112.0/22' },
    { to: new Date(NOW - 90), entityType: 'Post', entityId: '2' },
    { from: new Date(NOW + 1) },
    { to: new Date(0) },
    { userId: 'u1', range: '198.51.100.0/24' },
  ];

  it('finds what every criterion holds for, all of it, newest first, on pages of any size', async () => {
    const { given, boss } = await start();
    const ids = await given(...MIXED);
    for (const filter of FILTERS) {
      const expected = MIXED.map((entry, i) => ({ entry, id: ids[i] ?? '' }))
        .filter(({ entry }) => holds(filter, entry))
        .map(({ id }) => id)
        .toSorted()
        .toReversed();
      for (const limit of [1, 7, 500]) {
        if (limit === 1 && expected.length > 30) continue;
        expect([filter, limit, await idsOfPages({ boss }, { ...filter, limit })]).toEqual([
          filter,
          limit,
          expected,
        ]);
      }
    }
  });

  it('shows failed attempts only to those who ask for them, with nobody as their user', async () => {
    const { given, boss } = await start();
    await given({ user: 'u', ip: '203.0.113.7' }, { user: null, ip: '203.0.113.7', outcome: 'failed' });
    expect((await boss.entries({ range: '203.0.113.7' })).items).toMatchObject([
      { userId: 'u', outcome: 'done' },
    ]);
    expect((await boss.entries({ outcome: 'failed' })).items).toMatchObject([
      { userId: null, outcome: 'failed' },
    ]);
  });

  it('answers with whole entries', async () => {
    const { given, boss } = await start();
    const snapshot = { title: 'Größe "quoted"', tags: [1, null] };
    const [id] = await given({ user: 'u', ip: '::ffff:203.0.113.7', snapshot, ago: 5, entityId: '{"a":1}' });
    expect((await boss.entries({ userId: 'u' })).items).toEqual([
      {
        id,
        createdAt: new Date(NOW - 5),
        userId: 'u',
        ip: '203.0.113.7',
        action: 'post.reply',
        entityType: 'Post',
        entityId: '{"a":1}',
        outcome: 'done',
        snapshot,
      },
    ]);
  });

  it('takes user ids, actions and entities by each of their bytes', async () => {
    const { given, boss } = await start();
    const texts = ['u1', 'U1', 'u1a', 'ü1', 'u10', "u'1", 'u%'];
    await given(
      ...texts.map((text) => ({
        user: 'u',
        ip: '203.0.113.7',
        action: text,
        entityType: text,
        entityId: text,
      })),
    );
    await given(...['u1', 'U1', 'u10', "u'1", 'u%'].map((user) => ({ user, ip: '203.0.113.8' })));
    for (const text of texts) {
      expect((await boss.entries({ action: text })).items).toMatchObject([{ action: text }]);
      const byEntity = await boss.entries({ entityType: text, entityId: text });
      expect(byEntity.items).toMatchObject([{ entityId: text }]);
    }
    expect((await boss.entries({ userId: 'u1' })).items).toHaveLength(1);
    expect((await boss.entries({ userId: 'u%' })).items).toHaveLength(1);
  });

  it('neither repeats nor leaves out anything while entries arrive', async () => {
    const { given, boss } = await start();
    const ids = await given(
      ...Array.from({ length: 30 }, (_, i) => ({ user: 'u', ip: '203.0.113.7', ago: 30 - i })),
    );
    for (const filter of [{ userId: 'u' }, { range: '203.0.113.0/24' }, { range: '203.0.113.7' }, {}]) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const { items, next } = await boss.entries({ ...filter, limit: 4, after });
        seen.push(...items.map(({ id }) => id));
        after = next ?? undefined;
        await given({ user: 'u', ip: '203.0.113.7', ago: -1 });
      } while (after !== undefined);
      const old = seen.filter((id) => ids.includes(id));
      expect(old).toEqual(ids.toReversed());
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('gives 50 entries on a page where nothing else is said, and up to 500', async () => {
    const { given, boss } = await start();
    await given(...Array.from({ length: 501 }, () => ({ user: 'u', ip: '203.0.113.7' })));
    expect((await boss.entries({})).items).toHaveLength(50);
    const page = await boss.entries({ limit: 500 });
    expect(page.items).toHaveLength(500);
    const last = await boss.entries({ limit: 500, after: page.next ?? '' });
    expect(last.items).toHaveLength(1);
    expect(last.next).toBeNull();
  });

  it('has no next page where the last entry stands at the end of one', async () => {
    const { given, boss } = await start();
    await given(...Array.from({ length: 4 }, () => ({ user: 'u', ip: '203.0.113.7' })));
    for (const filter of [
      { userId: 'u' },
      { range: '203.0.113.0/24' },
      { entityType: 'Post', entityId: '1' },
      {},
    ]) {
      const page = await boss.entries({ ...filter, limit: 2 });
      expect((await boss.entries({ ...filter, limit: 2, after: page.next ?? '' })).next).toBeNull();
      expect((await boss.entries({ ...filter, limit: 4 })).next).toBeNull();
    }
  });

  it.each([
    [{ limit: 0 }, 'INVALID_OPTIONS'],
    [{ limit: 501 }, 'INVALID_OPTIONS'],
    [{ limit: 1.5 }, 'INVALID_OPTIONS'],
    [{ limit: '50' }, 'INVALID_OPTIONS'],
    [{ usrId: 'u' }, 'INVALID_OPTIONS'],
    [{ ip: '203.0.113.7' }, 'INVALID_OPTIONS'],
    [{ action: '' }, 'INVALID_OPTIONS'],
    [{ action: 'a\u0000b' }, 'INVALID_OPTIONS'],
    [{ entityId: 'x'.repeat(192) }, 'INVALID_OPTIONS'],
    [{ outcome: 'maybe' }, 'INVALID_OPTIONS'],
    [null, 'INVALID_OPTIONS'],
    [{ userId: '' }, 'INVALID_USER'],
    [{ userId: null }, 'INVALID_USER'],
    [{ userId: ' u' }, 'INVALID_USER'],
    [{ range: '203.0.0.0/15' }, 'RANGE_TOO_WIDE'],
    [{ range: '2001:db8::/31' }, 'RANGE_TOO_WIDE'],
    [{ range: 'nowhere' }, 'INVALID_RANGE'],
    [{ range: null }, 'INVALID_RANGE'],
    [{ from: '2026-01-01' }, 'INVALID_TIME'],
    [{ to: new Date(Number.NaN) }, 'INVALID_TIME'],
    [{ from: new Date(2), to: new Date(1) }, 'INVALID_TIME'],
    [{ after: 'somewhere' }, 'INVALID_CURSOR'],
    [{ after: null }, 'INVALID_CURSOR'],
  ])('refuses %j: %s, and does not log it', async (filter, code) => {
    const { boss, log } = await start();
    expect(await codeOf(boss.entries(filter as EntryFilter))).toBe(code);
    expect(await log()).toEqual([]);
  });
});

describeEachDatabase('a range that holds more entries than can be sorted', (database) => {
  const EVERYBODY = 21_000;
  const YESTERDAY = 86_400_000;

  it('is gone through by time, page after page, and back to entries that are long ago', async () => {
    const { forum, boss } = await investigate(forums, database());
    const at = (i: number) => YESTERDAY - i;
    const crowd = Array.from({ length: EVERYBODY }, (_, i) => ({
      user: `u${i % 100}`,
      ip: `198.51.${i % 250}.${i % 99}`,
      ago: at(i),
      action: i % 3000 === 0 ? 'poll.edit' : 'post.reply',
    }));
    const later = Array.from({ length: 10_000 }, (_, i) => ({
      user: 'v',
      ip: '203.0.113.7',
      ago: at(EVERYBODY + i),
      action: i % 3 === 0 ? 'post.edit' : 'post.reply',
    }));
    const ids = await write(forum, [...crowd, ...later].map(rowOf(new EntryIds())));
    const newest = ids.slice(0, EVERYBODY).toReversed();

    const first = await boss.entries({ range: '198.51.0.0/16', limit: 500 });
    const second = await boss.entries({ range: '198.51.0.0/16', limit: 500, after: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(newest.slice(0, 1000));

    const edits = await boss.entries({ range: '198.51.0.0/16', action: 'poll.edit', limit: 5 });
    const rest = await boss.entries({
      range: '198.51.0.0/16',
      action: 'poll.edit',
      limit: 5,
      after: edits.next ?? '',
    });
    const expected = newest.filter((_, i) => (EVERYBODY - 1 - i) % 3000 === 0);
    expect([...edits.items, ...rest.items].map(({ id }) => id)).toEqual(expected);
    expect(rest.next).toBeNull();

    const changes = await boss.entries({ action: 'post.edit', limit: 500 });
    const more = await boss.entries({ action: 'post.edit', limit: 500, after: changes.next ?? '' });
    const edited = ids.slice(EVERYBODY).filter((_, i) => i % 3 === 0);
    const newestEdits = edited.toReversed().slice(0, 1000);
    expect([...changes.items, ...more.items].map(({ id }) => id)).toEqual(newestEdits);
  });
});

async function idsOfPages({ boss }: Pick<InvestigatedForum, 'boss'>, filter: EntryFilter): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await boss.entries({ ...filter, after });
    ids.push(...items.map(({ id }) => id));
    after = next ?? undefined;
  } while (after !== undefined);
  return ids;
}

/** What a filter means, in the simplest words. */
function holds(filter: EntryFilter, entry: GivenEntry): boolean {
  const at = NOW - (entry.ago ?? 0);
  const row = rowOf(new EntryIds())(entry);
  const range = parseIpRange(filter.range);
  return (
    (filter.userId === undefined || entry.user === filter.userId) &&
    (range === null || (row.ip !== null && rangeContains(range, row.ip))) &&
    (filter.entityType === undefined || entry.entityType === filter.entityType) &&
    (filter.entityId === undefined || entry.entityId === filter.entityId) &&
    (filter.action === undefined || entry.action === filter.action) &&
    entry.outcome === (filter.outcome ?? 'done') &&
    (filter.from === undefined || at >= filter.from.getTime()) &&
    (filter.to === undefined || at <= filter.to.getTime())
  );
}
