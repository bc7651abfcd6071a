import { expect, it } from '@jest/globals';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { codeOf, type GivenEntry, investigate, type InvestigatedForum, NOW } from './investigation-world.js';
import { statementsOf } from './plan-reading.js';
import { DAY_MS } from './retention-world.js';

const forums = forumsOfTest();
const ago = (days: number) => new Date(NOW - days * DAY_MS);

/** What a user did from an address, so many days ago. */
const acts = (user: string, ip: string, ...days: readonly number[]): GivenEntry[] =>
  days.map((day) => ({ user, ip, ago: day * DAY_MS }));

const daily = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Members who live each at a home of their own, and meet at one address. */
const members = (count: number, meetAt: string): GivenEntry[] =>
  Array.from({ length: count }, (_, i) => [
    ...acts(`m${i}`, `192.0.2.${i}`, ...daily(1, 20)),
    ...acts(`m${i}`, meetAt, 25),
  ]).flat();

describeEachDatabase('linked accounts', (database) => {
  const start = (trail = {}) =>
    investigate(forums, database(), { trail: { maxLookupsPerDay: 100_000, ...trail } });

  const found = async ({ boss }: InvestigatedForum, userId: string) =>
    (await boss.linkedAccounts(userId)).items;
  const strengths = async (world: InvestigatedForum, userId: string) =>
    (await found(world, userId)).map((link) => `${link.userId} ${link.strength}`);

  it('come with the networks they share, and one row in the log', async () => {
    const world = await start();
    await world.given(
      ...acts('anna', '203.0.113.7', 9, 5),
      ...acts('anna', '2001:db8::1', 8),
      ...acts('anna', '198.51.100.1', 7),
      ...acts('bert', '203.0.113.7', 6, 4),
      ...acts('bert', '2001:db8::2', 3),
      ...acts('carl', '203.0.113.7', 2),
    );
    const answer = await world.boss.linkedAccounts('anna');
    expect(answer).toEqual({
      items: [
        {
          userId: 'bert',
          score: expect.any(Number),
          strength: 'moderate',
          shared: [
            { network: '2001:db8::/64', usersOnNetwork: 2, firstSeen: ago(3), lastSeen: ago(3) },
            { network: '203.0.113.7', usersOnNetwork: 3, firstSeen: ago(6), lastSeen: ago(4) },
          ],
          sharedNetworks: 2,
          networks: 3,
        },
        {
          userId: 'carl',
          score: expect.any(Number),
          strength: expect.stringMatching(/^(moderate|weak)$/),
          shared: [{ network: '203.0.113.7', usersOnNetwork: 3, firstSeen: ago(2), lastSeen: ago(2) }],
          sharedNetworks: 1,
          networks: 3,
        },
      ],
      truncated: false,
      oldestKept: ago(9),
    });
    const [bert, carl] = answer.items;
    expect(bert?.score).toBeGreaterThan(carl?.score ?? 1);
    expect(await world.log()).toMatchObject([
      { kind: 'linkedAccounts', staffId: 'boss', userId: 'anna', rangeFirst: null, results: 2 },
    ]);
  });

  it('are nobody where the user shares nothing, or is not there', async () => {
    const world = await start();
    await world.given(...acts('anna', '203.0.113.7', 1), ...acts('bert', '203.0.113.8', 1));
    expect(await found(world, 'anna')).toEqual([]);
    expect(await found(world, 'nobody')).toEqual([]);
    expect(await codeOf(() => world.boss.linkedAccounts(''))).toBe('INVALID_USER');
  });

  it('are those of the window that is asked for', async () => {
    const world = await start();
    await world.given(...acts('anna', '203.0.113.7', 9, 1), ...acts('bert', '203.0.113.7', 5));
    const within = async (from: number, to: number) =>
      (await world.boss.linkedAccounts('anna', { from: ago(from), to: ago(to) })).items.length;
    expect([await within(9, 5), await within(9, 6), await within(4, 0)]).toEqual([1, 0, 0]);
  });

  it('never come from failed attempts, whoever made them', async () => {
    const world = await start();
    const failed = (user: string | null, ip: string): GivenEntry => ({ user, ip, outcome: 'failed' });
    await world.given(
      ...acts('anna', '203.0.113.7', 1),
      ...acts('bert', '203.0.113.8', 1),
      failed('bert', '203.0.113.7'),
      failed('anna', '203.0.113.8'),
      failed(null, '203.0.113.7'),
    );
    expect(await found(world, 'anna')).toEqual([]);
    expect(await found(world, 'bert')).toEqual([]);
  });

  it('never come from ranges that say nothing about who someone is', async () => {
    const ips = [
      '198.51.100.7',
      '10.0.0.1',
      '100.64.0.1',
      '127.0.0.1',
      'fd00::1',
      '64:ff9b::c633:6407',
      '2002:c633:6407::1',
    ];
    const world = await start({ sharedRanges: ['198.51.100.0/24'] });
    await world.given(...ips.flatMap((ip) => [...acts('anna', ip, 1, 2), ...acts('bert', ip, 1, 2)]));
    expect(await found(world, 'anna')).toEqual([]);
    await world.given(...acts('anna', '198.51.101.7', 3), ...acts('bert', '198.51.101.7', 3));
    expect(await found(world, 'anna')).toMatchObject([{ userId: 'bert', sharedNetworks: 1, networks: 1 }]);
  });

  it('never come from a crowd', async () => {
    const world = await start();
    const crowd = (users: number, ip: string) =>
      Array.from({ length: users }, (_, i) => acts(`u${i}`, ip, 1)).flat();
    await world.given(...crowd(100, '203.0.113.7'), ...acts('anna', '203.0.113.7', 1));
    expect(await world.boss.linkedAccounts('anna')).toMatchObject({ items: [] });
    await world.given(...crowd(99, '203.0.113.8'), ...acts('bert', '203.0.113.8', 1));
    const links = await found(world, 'bert');
    expect(links).toHaveLength(99);
    expect(new Set(links.map(({ strength }) => strength))).toEqual(new Set(['weak']));
  });

  it('are strong with one device, moderate with one /64, and weak with one /56', async () => {
    const world = await start();
    await world.given(
      ...acts('anna', '2001:db8:1:100::7', 3, 4),
      ...acts('same', '2001:db8:1:100::7', 3),
      ...acts('home', '2001:db8:1:100::8', 5),
      ...acts('near', '2001:db8:1:1ff::7', 3),
      ...acts('next', '2001:db8:1:200::7', 3),
    );
    expect(await strengths(world, 'anna')).toEqual(['same strong', 'home moderate', 'near weak']);
    expect((await found(world, 'anna')).at(-1)).toMatchObject({ shared: [], sharedNetworks: 0 });
  });

  it('are less likely where the address was left long before the other came', async () => {
    const world = await start();
    await world.given(
      ...acts('anna', '203.0.113.7', ...daily(1, 10)),
      ...acts('before', '203.0.113.7', ...daily(60, 70)),
      ...acts('anna', '203.0.114.7', ...daily(1, 10)),
      ...acts('beside', '203.0.114.7', ...daily(1, 10)),
    );
    const links = await found(world, 'anna');
    expect(links.map(({ userId }) => userId)).toEqual(['beside', 'before']);
    expect(links[0]?.score).toBeGreaterThan(2 * (links[1]?.score ?? 1));
  });

  it('are less likely for a housemate with a life of his own than for who is nowhere else', async () => {
    const world = await start();
    const [home, carrier] = ['203.0.113.7', '198.51.100.1'];
    await world.given(
      ...members(40, carrier),
      ...acts('anna', home, ...daily(1, 30)),
      ...acts('housemate', home, ...daily(1, 15)),
      ...acts('housemate', '203.0.115.9', ...daily(1, 30)),
      ...acts('lurker', home, 5, 9),
      ...acts('lurker', carrier, ...daily(1, 30)),
    );
    const links = await found(world, 'anna');
    expect(links.map(({ userId }) => userId)).toEqual(['lurker', 'housemate']);
    // To be nowhere else orders the answer and proves nothing: the partner of a member may be so, too.
    expect(links.map(({ strength }) => strength)).not.toContain('strong');
  });

  it('take no office for the own place of one who works there, however busy it is', async () => {
    const world = await start();
    // Three sit there all day, so that the newest entries, which are read, show nobody else.
    const office = [
      ...Array.from({ length: 120 }, (_, i) => acts(`o${i % 3}`, '198.51.100.9', i / 200)).flat(),
      ...Array.from({ length: 9 }, (_, i) => acts(`o${3 + i}`, '198.51.100.9', ...daily(1, 20))).flat(),
    ];
    await world.given(
      ...members(15, '203.0.113.99'),
      ...acts('anna', '203.0.113.7', ...daily(1, 20)),
      ...acts('lurking', '203.0.113.7', 21),
      ...acts('lurking', '198.51.100.9', ...daily(1, 20)),
      ...acts('homely', '203.0.113.7', 21),
      ...acts('homely', '192.0.2.250', ...daily(1, 20)),
      ...office,
    );
    const [first, second] = await found(world, 'anna');
    expect([first?.userId, second?.userId]).toEqual(['lurking', 'homely']);
    expect(first?.score).toBeGreaterThan(1.3 * (second?.score ?? 1));
  });

  it('are linked through a third, by less than the third itself', async () => {
    const world = await start();
    await world.given(
      ...acts('anna', '203.0.113.7', 1, 2),
      ...acts('bert', '203.0.113.7', 1, 2),
      ...acts('bert', '203.0.114.7', 1, 2),
      ...acts('carl', '203.0.114.7', 1, 2),
    );
    const links = await found(world, 'anna');
    expect(links.map(({ userId, sharedNetworks }) => [userId, sharedNetworks])).toEqual([
      ['bert', 1],
      ['carl', 0],
    ]);
    expect(links[1]?.strength).not.toBe('strong');
  });

  it('are strong through a third only where both links are', async () => {
    const world = await start();
    const device = (user: string, ip: string) => acts(user, ip, 1, 2);
    await world.given(
      ...device('anna', '2001:db8:1::7'),
      ...device('bert', '2001:db8:1::7'),
      ...device('bert', '2001:db8:2::7'),
      ...device('carl', '2001:db8:2::7'),
      ...acts('bert', '203.0.114.7', 1, 2),
      ...acts('dora', '203.0.114.7', 1, 2),
    );
    const all = await strengths(world, 'anna');
    expect(all.slice(0, 2)).toEqual(['bert strong', 'carl strong']);
    expect(all[2]).toMatch(/^dora (moderate|weak)$/);
  });

  it('stand in the order of their ids where nothing tells them apart', async () => {
    const world = await start();
    const names = ['c', 'a', 'e', 'b', 'd'];
    await world.given(
      ...acts('anna', '203.0.113.7', 1),
      ...names.flatMap((name) => acts(name, '203.0.113.7', 1)),
    );
    expect((await found(world, 'anna')).map(({ userId }) => userId)).toEqual(names.toSorted());
  });

  it('take as many reads for the busiest user as for any other, and say what was left out', async () => {
    const world = await start();
    const busy = Array.from({ length: 6_000 }, (_, i) => ({
      user: 'busy',
      ip: `203.0.${Math.floor(i / 200) % 250}.${i % 200}`,
      ago: i,
    }));
    const met = Array.from({ length: 900 }, (_, i) => acts(`u${i}`, `203.0.${i % 30}.${i % 200}`, 1)).flat();
    await world.given(...met, ...busy, ...acts('quiet', '203.0.1.1', 1));
    const { items, truncated } = await world.boss.linkedAccounts('busy');
    expect(truncated).toBe(true);
    expect(items.length).toBeGreaterThan(0);
    expect(items[0]?.networks).toBeLessThanOrEqual(200);
    const reads = await statementsOf(world.forum, () => world.boss.linkedAccounts('busy'));
    expect(reads.length).toBeLessThan(MOST_STATEMENTS);
    expect((await world.boss.linkedAccounts('quiet')).truncated).toBe(false);
  });
});

/** Of the account itself, of the 60 likeliest others, and of the networks of all of them a hundred at once. */
const MOST_STATEMENTS = 100;
