import { expect, it } from '@jest/globals';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { codeOf, type GivenEntry, investigate, NOW } from './investigation-world.js';

const forums = forumsOfTest();
const ago = (ms: number) => new Date(NOW - ms);

describeEachDatabase('the addresses of a user', (database) => {
  const start = () => investigate(forums, database(), { trail: { maxLookupsPerDay: 100_000 } });

  it('come with when, how often, and how many others were there, last used first', async () => {
    const { given, boss } = await start();
    await given(
      { user: 'anna', ip: '203.0.113.7', ago: 90 },
      { user: 'anna', ip: '2001:db8::1', ago: 80 },
      { user: 'anna', ip: '203.0.113.7', ago: 70 },
      { user: 'bert', ip: '203.0.113.7', ago: 60 },
      { user: 'carl', ip: '203.0.113.7', ago: 50 },
      { user: 'bert', ip: '2001:db8::2', ago: 40 },
      { user: 'anna', ip: '203.0.113.8', ago: 30 },
    );
    expect(await boss.ipsOfUser('anna')).toEqual({
      items: [
        {
          ip: '203.0.113.8',
          network: '203.0.113.8',
          firstSeen: ago(30),
          lastSeen: ago(30),
          entries: 1,
          usersOnIp: 1,
        },
        {
          ip: '203.0.113.7',
          network: '203.0.113.7',
          firstSeen: ago(90),
          lastSeen: ago(70),
          entries: 2,
          usersOnIp: 3,
        },
        {
          ip: '2001:db8::1',
          network: '2001:db8::/64',
          firstSeen: ago(80),
          lastSeen: ago(80),
          entries: 1,
          usersOnIp: 1,
        },
      ],
      truncated: false,
      oldestKept: ago(90),
    });
    expect(await boss.ipsOfUser('nobody')).toEqual({ items: [], truncated: false, oldestKept: ago(90) });
  });

  it('are those within the window, the others who were there too', async () => {
    const { given, boss } = await start();
    await given(
      { user: 'bert', ip: '203.0.113.7', ago: 99 },
      { user: 'anna', ip: '203.0.113.7', ago: 90 },
      { user: 'anna', ip: '203.0.113.7', ago: 80 },
      { user: 'anna', ip: '203.0.113.7', ago: 70 },
      { user: 'anna', ip: '203.0.113.8', ago: 69 },
    );
    const { items } = await boss.ipsOfUser('anna', { from: ago(90), to: ago(70) });
    expect(items).toMatchObject([
      { ip: '203.0.113.7', entries: 3, firstSeen: ago(90), lastSeen: ago(70), usersOnIp: 1 },
    ]);
  });

  it('never come from failed attempts, the own nor those of others', async () => {
    const { given, boss } = await start();
    await given(
      { user: 'anna', ip: '203.0.113.7' },
      { user: 'anna', ip: '203.0.113.8', outcome: 'failed' },
      { user: 'bert', ip: '203.0.113.7', outcome: 'failed' },
      { user: null, ip: '203.0.113.7', outcome: 'failed' },
    );
    expect((await boss.ipsOfUser('anna')).items).toMatchObject([
      { ip: '203.0.113.7', entries: 1, usersOnIp: 1 },
    ]);
    expect((await boss.usersOfRange('203.0.113.0/24')).items).toMatchObject([
      { userId: 'anna', entries: 1, ips: 1 },
    ]);
  });

  it('are counted exactly where a hundred people share one, and one of them shares it with a thousand more', async () => {
    const { given, boss } = await start();
    const crowd = (ip: string, users: number, each: number) =>
      Array.from({ length: users * each }, (_, i) => ({ user: `u${i % users}`, ip, ago: 10_000 - i }));
    await given(...crowd('198.51.100.1', 1_300, 3), ...crowd('198.51.100.2', 100, 1), {
      user: 'u0',
      ip: '198.51.100.3',
    });
    const { items, truncated } = await boss.ipsOfUser('u0');
    expect(items.map(({ ip, usersOnIp }) => `${ip} ${usersOnIp}`).toSorted()).toEqual([
      '198.51.100.1 1300',
      '198.51.100.2 100',
      '198.51.100.3 1',
    ]);
    expect(truncated).toBe(false);
  });

  it('say so where more people may be there than could be counted', async () => {
    const { given, boss } = await start();
    const crowd = Array.from({ length: 10_500 }, (_, i) => ({
      user: `u${i}`,
      ip: '198.51.100.1',
      ago: 20_000 - i,
    }));
    await given(...crowd, { user: 'u0', ip: '198.51.100.2' });
    const { items, truncated } = await boss.ipsOfUser('u0');
    expect(items).toMatchObject([{ ip: '198.51.100.2', usersOnIp: 1 }, { ip: '198.51.100.1' }]);
    expect(items[0]).not.toHaveProperty('usersOnIpIsAtLeast');
    expect(items[1]).toHaveProperty('usersOnIpIsAtLeast', true);
    expect(items[1]?.usersOnIp).toBeGreaterThan(9_000);
    expect(truncated).toBe(true);
  });

  it('are 5,000 at the most, and it is said that there are more', async () => {
    const { given, boss } = await start();
    const walk = Array.from({ length: 5_001 }, (_, i) => ({
      user: 'anna',
      ip: `198.51.${Math.floor(i / 250)}.${i % 250}`,
      ago: 6_000 - i,
    }));
    await given(...walk.slice(1));
    expect(await boss.ipsOfUser('anna')).toMatchObject({ items: { length: 5_000 }, truncated: false });
    await given(...walk.slice(0, 1));
    const { items, truncated } = await boss.ipsOfUser('anna');
    expect([items.length, truncated]).toEqual([5_000, true]);
    expect(items.some(({ ip }) => ip === '198.51.0.0')).toBe(false);
    const users = walk.map(({ ip }, i) => ({ user: `w${i}`, ip, ago: 6_000 - i }));
    await given(...users);
    expect(await boss.usersOfRange('198.51.0.0/16')).toMatchObject({
      items: { length: 5_000 },
      truncated: true,
    });
  });
});

describeEachDatabase('the users of a range', (database) => {
  const start = () => investigate(forums, database(), { trail: { maxLookupsPerDay: 100_000 } });

  it('come with when, how often and on how many addresses, last seen first', async () => {
    const { given, boss } = await start();
    await given(
      { user: 'anna', ip: '203.0.113.0', ago: 90 },
      { user: 'anna', ip: '203.0.113.255', ago: 80 },
      { user: 'bert', ip: '203.0.113.7', ago: 70 },
      { user: 'anna', ip: '203.0.113.0', ago: 60 },
      { user: 'carl', ip: '203.0.112.255', ago: 50 },
      { user: 'dora', ip: '203.0.114.0', ago: 40 },
      { user: 'emil', ip: '2001:db8::7', ago: 30 },
    );
    expect(await boss.usersOfRange('203.0.113.77/24')).toEqual({
      items: [
        { userId: 'anna', firstSeen: ago(90), lastSeen: ago(60), entries: 3, ips: 2 },
        { userId: 'bert', firstSeen: ago(70), lastSeen: ago(70), entries: 1, ips: 1 },
      ],
      truncated: false,
      oldestKept: ago(90),
    });
    expect((await boss.usersOfRange('::ffff:203.0.113.7')).items).toMatchObject([{ userId: 'bert' }]);
    expect((await boss.usersOfRange('2001:db8::/64')).items).toMatchObject([{ userId: 'emil' }]);
    const window = { from: ago(80), to: ago(70) };
    expect((await boss.usersOfRange('203.0.113.0/24', window)).items).toMatchObject([
      { userId: 'bert' },
      { userId: 'anna', entries: 1, ips: 1 },
    ]);
  });

  it('are made from the newest 10,000 entries where there are more than 20,000, which is said', async () => {
    const { given, boss } = await start();
    const once = new Map([
      [0, 'oldest'],
      [9_900, 'older'],
      [10_100, 'newer'],
    ]);
    const entries: GivenEntry[] = Array.from({ length: 20_001 }, (_, i) => ({
      user: once.get(i) ?? `u${i % 7}`,
      ip: `198.51.${i % 100}.1`,
      ago: 30_000 - i,
    }));
    await given(...entries.slice(0, -1));
    const all = await boss.usersOfRange('198.51.0.0/16');
    expect([all.items.length, all.truncated]).toEqual([10, false]);
    await given(...entries.slice(-1), { user: 'u1', ip: '198.51.0.1' });
    const some = await boss.usersOfRange('198.51.0.0/16');
    expect([some.items.length, some.truncated]).toEqual([8, true]);
    expect(some.items.map(({ userId }) => userId)).toContain('newer');
    const week = await boss.usersOfRange('198.51.0.0/16', { to: ago(29_990) });
    expect(week.truncated).toBe(false);
    expect(week.items.map(({ userId }) => userId)).toContain('oldest');
  });

  it.each([
    ['203.0.0.0/15', 'RANGE_TOO_WIDE'],
    ['2001:db8::/31', 'RANGE_TOO_WIDE'],
    ['somewhere', 'INVALID_RANGE'],
    [undefined, 'INVALID_RANGE'],
  ])('are not those of %p: %s', async (range, code) => {
    const { boss, log } = await start();
    expect(await codeOf(boss.usersOfRange(range as string))).toBe(code);
    expect(await log()).toEqual([]);
  });
});

describeEachDatabase('users side by side', (database) => {
  const start = (trail = {}) => investigate(forums, database(), { trail });

  it('show the networks that they share, when each was there, and how they took turns', async () => {
    const { given, boss } = await start();
    await given(
      { user: 'anna', ip: '203.0.113.7', ago: 100 },
      { user: 'bert', ip: '203.0.113.7', ago: 90 },
      { user: 'anna', ip: '203.0.113.7', ago: 80 },
      { user: 'bert', ip: '203.0.113.7', ago: 70 },
      { user: 'someone', ip: '203.0.113.7', ago: 65 },
      { user: 'anna', ip: '2001:db8::1', ago: 60 },
      { user: 'carl', ip: '2001:db8::2', ago: 50 },
      { user: 'bert', ip: '203.0.113.9', ago: 40 },
    );
    expect(await boss.compare(['anna', 'bert', 'carl'])).toEqual({
      users: ['anna', 'bert', 'carl'],
      networks: [
        {
          network: '2001:db8::/64',
          usersOnNetwork: 2,
          use: [
            { userId: 'anna', entries: 1, firstSeen: ago(60), lastSeen: ago(60) },
            { userId: 'carl', entries: 1, firstSeen: ago(50), lastSeen: ago(50) },
          ],
        },
        {
          network: '203.0.113.7',
          usersOnNetwork: 3,
          use: [
            { userId: 'anna', entries: 2, firstSeen: ago(100), lastSeen: ago(80) },
            { userId: 'bert', entries: 2, firstSeen: ago(90), lastSeen: ago(70) },
          ],
        },
      ],
      alternation: {
        userIds: ['anna', 'bert'],
        network: '203.0.113.7',
        from: ago(100),
        to: ago(70),
        switches: 3,
      },
      truncated: false,
      oldestKept: ago(100),
    });
  });

  it('share nothing through failed attempts, ranges that say nothing, or what lies outside of the window', async () => {
    const { given, boss } = await start({ sharedRanges: ['198.51.100.0/24'] });
    for (const user of ['anna', 'bert']) {
      await given(
        { user, ip: '198.51.100.1' },
        { user, ip: '10.0.0.1' },
        { user, ip: '203.0.113.7', ago: 9 },
      );
      await given({ user, ip: '203.0.113.8', outcome: 'failed' });
    }
    const now = { from: ago(5) };
    expect(await boss.compare(['anna', 'bert'], now)).toMatchObject({ networks: [], alternation: null });
    expect((await boss.compare(['anna', 'bert'])).networks).toMatchObject([{ network: '203.0.113.7' }]);
  });

  it('are looked up one by one in the log, or not at all', async () => {
    const { boss, log } = await start();
    await boss.compare(['anna', 'bert', 'carl']);
    expect(await log()).toMatchObject([
      { kind: 'compare', userId: 'anna', results: 0 },
      { kind: 'compare', userId: 'bert', results: 0 },
      { kind: 'compare', userId: 'carl', results: 0 },
    ]);
  });

  it.each([
    [[], 'INVALID_OPTIONS'],
    [['anna'], 'INVALID_OPTIONS'],
    [['anna', 'anna'], 'INVALID_OPTIONS'],
    [Array.from({ length: 11 }, (_, i) => `u${i}`), 'INVALID_OPTIONS'],
    ['anna', 'INVALID_OPTIONS'],
    [['anna', ''], 'INVALID_USER'],
    [['anna', null], 'INVALID_USER'],
  ])('are 2 to 10, and not %j: %s', async (users, code) => {
    const { boss, log } = await start();
    expect(await codeOf(boss.compare(users as string[]))).toBe(code);
    expect(await log()).toEqual([]);
  });
});
