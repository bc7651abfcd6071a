import { expect, it } from '@jest/globals';
import type { Investigation, LookupFilter } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { codeOf, investigate, MINUTE_MS, NOW } from './investigation-world.js';
import { statementsOf } from './plan-reading.js';

const forums = forumsOfTest();
const by = { staffId: 'privacy', reason: 'quarterly review' };

/** Every method, with the kind and the target that the log is to name. */
const METHODS: Readonly<
  Record<string, readonly [ask: (boss: Investigation) => Promise<unknown>, logged: object]>
> = {
  entries: [
    (boss) => boss.entries({ userId: 'anna', range: '203.0.113.9/24' }),
    { userId: 'anna', rangeFirst: '4cb007100', rangeLast: '4cb0071ff', results: 1 },
  ],
  'entries of an entity': [
    (boss) => boss.entries({ entityType: 'Post', entityId: '1' }),
    { kind: 'entries', userId: null, entityType: 'Post', entityId: '1', results: 2 },
  ],
  ipsOfUser: [(boss) => boss.ipsOfUser('anna'), { userId: 'anna', rangeFirst: null, results: 1 }],
  usersOfRange: [
    (boss) => boss.usersOfRange('2001:db8::7'),
    { userId: null, rangeFirst: '620010db8000000000000000000000007', results: 1 },
  ],
  linkedAccounts: [(boss) => boss.linkedAccounts('anna'), { userId: 'anna', rangeFirst: null, results: 0 }],
  compare: [(boss) => boss.compare(['anna', 'bert']), { userId: 'anna', results: 0 }],
};

describeEachDatabase('the log of lookups', (database) => {
  const start = async (trail = {}) => {
    const world = await investigate(forums, database(), { trail: { retryForMs: 300, ...trail } });
    await world.given(
      { user: 'anna', ip: '203.0.113.7', ago: 2 },
      { user: 'bert', ip: '2001:db8::7', ago: 1 },
    );
    return world;
  };

  it.each(Object.entries(METHODS))(
    'names who asked %s, about whom, when and why, and how much was found',
    async (name, [ask, logged]) => {
      const { boss, log } = await start();
      await ask(boss);
      expect((await log())[0]).toMatchObject({
        kind: name.split(' ')[0],
        staffId: 'boss',
        reason: 'two accounts, one voice',
        at: new Date(NOW),
        ...logged,
      });
    },
  );

  it.each(Object.entries(METHODS))('is written before the first row is read for %s', async (_, [ask]) => {
    const { boss, forum, log } = await start();
    const logged: number[] = [];
    const statements = await statementsOf(
      forum,
      () => ask(boss),
      async () => logged.push((await log()).length),
    );
    expect(statements).not.toEqual([]);
    expect(logged).not.toEqual([]);
    expect(logged).not.toContain(0);
  });

  it.each(Object.entries(METHODS))(
    'that cannot be written means no answer to %s, and nothing read',
    async (_, [ask]) => {
      const { boss, forum, service } = await start();
      await forum.dataSource.query('alter table audit_trail_lookup rename to audit_trail_lookup_away');
      try {
        const statements = await statementsOf(forum, async () => {
          expect(await codeOf(ask(boss))).toBe('NOT_RECORDED');
          expect(await codeOf(service.lookups(by))).toBe('NOT_RECORDED');
        });
        expect(statements).toEqual([]);
      } finally {
        await forum.dataSource.query('alter table audit_trail_lookup_away rename to audit_trail_lookup');
      }
    },
  );

  it.each(Object.entries(METHODS))(
    'stays when the transaction around %s is rolled back',
    async (_, [ask]) => {
      const { boss, forum, log } = await start();
      const rollback = new Error('rolled back');
      const asked = { code: '' };
      const transaction = forum.dataSource.transaction(async () => {
        asked.code = await codeOf(ask(boss));
        throw rollback;
      });
      await expect(transaction).rejects.toBe(rollback);
      // SQLite has one connection: rather than be rolled back with the transaction, the lookup is not answered.
      const isAnswered = asked.code === 'no error';
      expect(asked.code).toBe(
        forum.dataSource.options.type === 'better-sqlite3' ? 'NOT_RECORDED' : 'no error',
      );
      expect((await log()).length > 0).toBe(isAnswered);
    },
  );

  it('has one row for all pages of a lookup, whose results add up', async () => {
    const { given, service, log } = await start();
    await given(...Array.from({ length: 8 }, () => ({ user: 'anna', ip: '203.0.113.7' })));
    const first = await service
      .open({ staffId: 'boss', reason: 'page by page' })
      .entries({ userId: 'anna', limit: 4 });
    expect(await log()).toMatchObject([{ results: 4 }]);
    const again = service.open({ staffId: 'boss', reason: 'another reason' });
    const second = await again.entries({ userId: 'anna', limit: 3, after: first.next ?? '' });
    expect(await log()).toMatchObject([{ results: 7 }]);
    const third = await again.entries({ userId: 'anna', limit: 500, after: second.next ?? '' });
    expect(third.next).toBeNull();
    expect(await log()).toMatchObject([{ results: 9, reason: 'page by page' }]);
  });

  it('is gone on with by nobody else, for nothing else, and for a day', async () => {
    const { given, service, boss, clock, log } = await start();
    await given(...Array.from({ length: 3 }, () => ({ user: 'anna', ip: '203.0.113.7' })));
    const filter = { userId: 'anna', limit: 1 };
    const { next } = await boss.entries(filter);
    const after = next ?? '';
    const other = service.open({ staffId: 'other', reason: 'curious about it' });
    expect(await codeOf(other.entries({ ...filter, after }))).toBe('INVALID_CURSOR');
    expect(await codeOf(boss.entries({ userId: 'bert', after }))).toBe('INVALID_CURSOR');
    expect(await codeOf(boss.entries({ after }))).toBe('INVALID_CURSOR');
    expect(await codeOf(boss.entries({ ...filter, from: new Date(0), after }))).toBe('INVALID_CURSOR');
    expect(await codeOf(boss.entries({ ...filter, outcome: 'failed', after }))).toBe('INVALID_CURSOR');
    expect(
      await codeOf(service.lookups({ staffId: 'boss', reason: 'sideways' }, { userId: 'anna', after })),
    ).toBe('INVALID_CURSOR');
    expect(await codeOf(boss.entries({ ...filter, after: `${after}A` }))).toBe('INVALID_CURSOR');
    clock.set(NOW + 86_400_000 - 1);
    expect(await codeOf(boss.entries({ ...filter, after }))).toBe('no error');
    clock.set(NOW + 86_400_000);
    expect(await codeOf(boss.entries({ ...filter, after }))).toBe('INVALID_CURSOR');
    expect(await log()).toHaveLength(1);
  });

  it('is gone on with in every process', async () => {
    const { given, boss } = await start();
    await given({ user: 'anna', ip: '203.0.113.7' });
    const first = await boss.entries({ userId: 'anna', limit: 1 });
    const other = await investigate(forums, database(), { keep: true });
    const second = await other.boss.entries({ userId: 'anna', limit: 1, after: first.next ?? '' });
    expect(second.items).toHaveLength(1);
  });

  it('gives no more lookups in a day than are allowed, pages aside', async () => {
    const { boss, service, clock, log } = await start({ maxLookupsPerDay: 3 });
    const first = await boss.entries({ limit: 1 });
    await boss.compare(['anna', 'bert']);
    expect(await codeOf(boss.ipsOfUser('anna'))).toBe('TOO_MANY_LOOKUPS');
    expect(await codeOf(boss.entries({ limit: 1, after: first.next ?? '' }))).toBe('no error');
    expect(await codeOf(service.open(by).ipsOfUser('anna'))).toBe('no error');
    clock.set(NOW + 86_400_000);
    expect(await codeOf(boss.ipsOfUser('anna'))).toBe('no error');
    expect(await log()).toHaveLength(5);
  });

  it.each([
    [{ staffId: 'boss' }, 'REASON_REQUIRED'],
    [{ staffId: 'boss', reason: 'ab' }, 'REASON_REQUIRED'],
    [{ staffId: 'boss', reason: '  a  ' }, 'REASON_REQUIRED'],
    [{ staffId: 'boss', reason: 'x'.repeat(501) }, 'REASON_REQUIRED'],
    [{ reason: 'nobody asks' }, 'INVALID_USER'],
    [{ staffId: '', reason: 'nobody asks' }, 'INVALID_USER'],
    [undefined, 'INVALID_USER'],
  ])('is asked for a name and a reason: %j is %s', async (who, code) => {
    const { service, log } = await start();
    expect(await codeOf(() => service.open(who as typeof by))).toBe(code);
    expect(await codeOf(service.lookups(who as typeof by))).toBe(code);
    expect(await log()).toEqual([]);
  });

  it('holds no address that staff wrote into a reason', async () => {
    const { service, log } = await start();
    await service.open({ staffId: 'boss', reason: 'also on 203.0.113.7 and 2001:db8::7' }).ipsOfUser('anna');
    expect((await log())[0]?.reason).toBe('also on [address] and [address]');
  });
});

describeEachDatabase('searching the log of lookups', (database) => {
  const start = async () => {
    const world = await investigate(forums, database(), { trail: { maxLookupsPerDay: 10_000 } });
    const asks: ((staff: Investigation) => Promise<unknown>)[] = [
      (staff) => staff.usersOfRange('203.0.0.0/16'),
      (staff) => staff.usersOfRange('203.0.113.0/24'),
      (staff) => staff.usersOfRange('203.0.113.7'),
      (staff) => staff.usersOfRange('203.0.114.0/24'),
      (staff) => staff.usersOfRange('2001:db8::/32'),
      (staff) => staff.usersOfRange('2001:db8:1::/48'),
      (staff) => staff.ipsOfUser('anna'),
      (staff) => staff.entries({ userId: 'anna', range: '203.0.113.128/25' }),
    ];
    for (const [i, ask] of asks.entries()) {
      world.clock.set(NOW + i * MINUTE_MS);
      await ask(world.service.open({ staffId: i % 2 === 0 ? 'boss' : 'helper', reason: `number ${i}` }));
    }
    world.clock.set(NOW + 60 * MINUTE_MS);
    return world;
  };

  const TABLE: readonly (readonly [LookupFilter, ...number[]])[] = [
    [{}, 7, 6, 5, 4, 3, 2, 1, 0],
    [{ staffId: 'boss' }, 6, 4, 2, 0],
    [{ userId: 'anna' }, 7, 6],
    [{ staffId: 'helper', userId: 'anna' }, 7],
    [{ range: '203.0.113.7' }, 2, 1, 0],
    [{ range: '203.0.113.200' }, 7, 1, 0],
    [{ range: '203.0.113.0/24' }, 7, 2, 1, 0],
    [{ range: '203.0.112.0/22' }, 7, 3, 2, 1, 0],
    [{ range: '203.0.0.0/16' }, 7, 3, 2, 1, 0],
    [{ range: '203.0.115.1' }, 0],
    [{ range: '203.1.0.0/16' }],
    [{ range: '2001:db8:1:2::/64' }, 5, 4],
    [{ range: '2001:db8:2::/48' }, 4],
    [{ range: '::ffff:203.0.113.7' }, 2, 1, 0],
    [{ from: new Date(NOW + 2 * MINUTE_MS), to: new Date(NOW + 4 * MINUTE_MS) }, 4, 3, 2],
    [{ staffId: 'nobody' }],
  ];

  it('finds who looked at whom, and at every range that overlaps one', async () => {
    const { service } = await start();
    for (const [filter, ...numbers] of TABLE) {
      const { items } = await service.lookups(by, { to: new Date(NOW + 10 * MINUTE_MS), ...filter });
      expect([filter, items.map(({ reason }) => reason)]).toEqual([
        filter,
        numbers.map((one) => `number ${one}`),
      ]);
    }
  });

  it('answers with whole lookups, ranges in CIDR notation', async () => {
    const { service, log } = await start();
    const [{ id } = { id: '' }] = await log();
    const { items } = await service.lookups(by, { to: new Date(NOW) });
    expect(items).toEqual([
      {
        id,
        at: new Date(NOW),
        staffId: 'boss',
        kind: 'usersOfRange',
        userId: null,
        range: '203.0.0.0/16',
        reason: 'number 0',
        results: 0,
      },
    ]);
  });

  it('is itself a lookup that the next one finds, and not the one that it answers', async () => {
    const { service } = await start();
    const first = await service.lookups(by, { range: '203.0.113.7', userId: 'anna' });
    expect(first.items.map(({ kind }) => kind)).not.toContain('lookups');
    const { items, oldestKept } = await service.lookups(by, { staffId: 'privacy' });
    expect(items).toMatchObject([
      {
        kind: 'lookups',
        staffId: 'privacy',
        userId: 'anna',
        range: '203.0.113.7/32',
        results: first.items.length,
      },
    ]);
    expect(oldestKept).toEqual(new Date(NOW));
  });

  it('comes in pages that are one lookup', async () => {
    const { service, log } = await start();
    const numbers: string[] = [];
    let after: string | undefined;
    do {
      const { items, next } = await service.lookups(by, { limit: 3, after });
      numbers.push(...items.map(({ reason }) => reason));
      after = next ?? undefined;
    } while (after !== undefined);
    expect(numbers).toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((one) => `number ${one}`));
    expect((await log()).filter(({ kind }) => kind === 'lookups')).toMatchObject([{ results: 8 }]);
  });

  it.each([
    [{ user: 'anna' }, 'INVALID_OPTIONS'],
    [{ limit: 501 }, 'INVALID_OPTIONS'],
    [{ range: '203.0.0.0/8' }, 'RANGE_TOO_WIDE'],
    [{ staffId: '' }, 'INVALID_USER'],
    [{ from: 'monday' }, 'INVALID_TIME'],
    [{ after: 'x' }, 'INVALID_CURSOR'],
  ])('refuses %j: %s', async (filter, code) => {
    const { service } = await start();
    expect(await codeOf(service.lookups(by, filter as LookupFilter))).toBe(code);
  });
});
