import { beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import type { Investigation } from '../../src/index.js';
import { EntryIds } from '../../src/storage/entry-id.js';
import { describeEachDatabase } from '../support/databases.js';
import { type Forum, startForum } from '../support/forum/world.js';
import {
  type GivenEntry,
  type InvestigatedForum,
  investigate,
  MINUTE_MS,
  NOW,
  rowOf,
  write,
} from './investigation-world.js';
import { readsOf, statementsOf, type TableRead } from './plan-reading.js';
import { DAY_MS } from './retention-world.js';

const HELD = 20_000;
const CROWD = 60_000;
const OTHERS = 40_000;

/** A range that was used long ago, by as many entries as are sorted at once. */
function* quietRange(): Iterable<GivenEntry> {
  for (let i = 0; i < HELD; i++) {
    yield {
      user: i % 2 === 0 ? 'retired' : `q${i % 400}`,
      entityId: 'old',
      ip: `203.0.${i % 200}.${i % 250}`,
      ago: 80 * DAY_MS - i,
      ...(i % 500 === 0 && { action: 'poll.edit' }),
      ...(i % 500 === 1 && { outcome: 'failed' as const }),
    };
  }
}

/** A range that everybody uses all the time, one user and one address above all. */
function* crowdedRange(): Iterable<GivenEntry> {
  for (let i = 0; i < CROWD; i++) {
    const ago = (CROWD - i) * MINUTE_MS + 20;
    yield {
      user: i % 3 === 0 ? 'busy' : `c${i % 5000}`,
      ip: `198.51.${i % 4}.${i % 7 === 0 ? 1 : i % 250}`,
      ago,
    };
  }
}

/** People at home. */
function* others(): Iterable<GivenEntry> {
  for (let i = 0; i < OTHERS; i++) {
    const network = (i % 9000).toString(16);
    const ip =
      i % 2 === 0 ? `81.${i % 40}.${i % 211}.${i % 241}` : `2001:db8:${network}:1::${i.toString(16)}`;
    yield { user: `o${i % 9000}`, ip, ago: (OTHERS - i) * MINUTE_MS, entityId: String(i % 3000) };
  }
}

type Question = (boss: Investigation) => Promise<unknown>;

const IN_QUIET_RANGE: Readonly<Record<string, Question>> = {
  'a /16 that holds 20,000 entries': (boss) => boss.entries({ range: '203.0.0.0/16' }),
  'its last page': async (boss) => {
    const { next } = await boss.entries({ range: '203.0.0.0/16', limit: 500 });
    return boss.entries({ range: '203.0.0.0/16', after: next ?? '' });
  },
  'a rare action in it': (boss) => boss.entries({ range: '203.0.0.0/16', action: 'poll.edit' }),
  'failed attempts in it': (boss) => boss.entries({ range: '203.0.0.0/16', outcome: 'failed' }),
  'one week of it': (boss) =>
    boss.entries({
      range: '203.0.0.0/16',
      from: new Date(NOW - 82 * DAY_MS),
      to: new Date(NOW - 75 * DAY_MS),
    }),
  'a /24 of it': (boss) => boss.entries({ range: '203.0.7.0/24' }),
  'one address of it': (boss) => boss.entries({ range: '203.0.7.7' }),
  'an IPv6 /64': (boss) => boss.entries({ range: '2001:db8:7:1::/64' }),
  'an IPv6 /32': (boss) => boss.entries({ range: '2001:db8::/32' }),
  'a range that nobody used': (boss) => boss.entries({ range: '192.0.2.0/24' }),
  'a user': (boss) => boss.entries({ userId: 'q7' }),
  'the busiest user': (boss) => boss.entries({ userId: 'busy' }),
  'the busiest user, a year ago': (boss) => boss.entries({ userId: 'busy', to: new Date(NOW - 60 * DAY_MS) }),
  'a user who has gone, but acted more than most': (boss) => boss.entries({ userId: 'retired' }),
  'an address that this user had': (boss) => boss.entries({ userId: 'retired', range: '203.0.10.0/24' }),
  'an entity that was the busiest once': (boss) => boss.entries({ entityType: 'Post', entityId: 'old' }),
  'the busiest user in the range that everybody uses': (boss) =>
    boss.entries({ userId: 'busy', range: '198.51.0.0/16' }),
  'what was done with the busiest entity there': (boss) =>
    boss.entries({ entityType: 'Post', entityId: '1', range: '198.51.0.0/16' }),
  'a user in a range': (boss) => boss.entries({ userId: 'busy', range: '203.0.0.0/16' }),
  'a user who is not there': (boss) => boss.entries({ userId: 'nobody' }),
  'an entity': (boss) => boss.entries({ entityType: 'Post', entityId: '77' }),
  'the busiest address': (boss) => boss.entries({ range: '198.51.0.1' }),
  'the addresses of the busiest user': (boss) => boss.ipsOfUser('busy'),
  'the addresses of a user': (boss) => boss.ipsOfUser('q7'),
  'the users of a /16 that holds 20,000 entries': (boss) => boss.usersOfRange('203.0.0.0/16'),
  'its users of one week': (boss) =>
    boss.usersOfRange('203.0.0.0/16', { from: new Date(NOW - 82 * DAY_MS), to: new Date(NOW - 75 * DAY_MS) }),
  'the users of one address': (boss) => boss.usersOfRange('198.51.0.1'),
  'ten users side by side': (boss) => boss.compare(['busy', ...Array.from({ length: 9 }, (_, i) => `q${i}`)]),
};

const ELSEWHERE: Readonly<Record<string, Question>> = {
  'a range that everybody uses': (boss) => boss.entries({ range: '198.51.0.0/16' }),
  'an action that nobody did': (boss) => boss.entries({ action: 'never.done' }),
  'the users of a range that everybody uses': (boss) => boss.usersOfRange('198.51.0.0/16'),
};

/** These also look at samples of the time index, each with an end of its own, to learn how large the site is. */
const SAMPLING: Readonly<Record<string, Question>> = {
  'accounts linked to the busiest user': (boss) => boss.linkedAccounts('busy'),
  'accounts linked to a user': (boss) => boss.linkedAccounts('q7'),
  'accounts linked to one at home': (boss) => boss.linkedAccounts('o7'),
};

/** Answered from one place of an index, without counting or sorting first. */
const FROM_ONE_PLACE: readonly string[] = [
  'a user',
  'the busiest user',
  'a user who has gone, but acted more than most',
  'an entity',
  'an entity that was the busiest once',
  'the busiest address',
];

/** Of each row a page of the index and one of the table, and the way down to them. */
const pagesOf = (rows: number): number => 2 * rows + 20;

/** One row is read to learn how old the oldest entry is. */
const NO_WALK_ROWS = 1;
const SAMPLE_ROWS = 500;

describeEachDatabase('the plan of a lookup', (database, kind) => {
  let world: InvestigatedForum;
  let forum: Forum;

  beforeAll(async () => {
    forum = await startForum(database(), {
      scheduler: false,
      trail: { prune: false, maxLookupsPerDay: 1_000_000 },
    });
    world = await investigate({ on: async () => forum }, database());
    if (kind === 'postgres')
      await forum.dataSource.query('alter table audit_trail_entry set (autovacuum_enabled = false)');
    await write(forum, [...quietRange()].map(rowOf(new EntryIds())));
    // From here on the statistics say that the table is this range.
    if (kind !== 'better-sqlite3') await forum.dataSource.query(ANALYZE[kind]);
    await write(forum, [...crowdedRange()].map(rowOf(new EntryIds())));
    await write(forum, [...others()].map(rowOf(new EntryIds())));
  }, 120_000);
  afterAll(() => forum?.close());

  const readsFor = async (question: Question, generic = false): Promise<TableRead[]> => {
    const statements = await statementsOf(forum, () => question(world.boss));
    expect(statements).not.toEqual([]);
    const reads: TableRead[] = [];
    for (const statement of statements)
      reads.push(...(await readsOf(forum.dataSource, statement, { generic })));
    expect(reads).not.toEqual([]);
    return reads;
  };

  const checkAll = (generic = false) => {
    it.each(Object.entries(IN_QUIET_RANGE))(
      'neither scans the table nor walks through it by time for %s',
      async (_, question) => {
        const reads = await readsFor(question, generic);
        expect(reads.filter(({ how }) => how === 'scan')).toEqual([]);
        expect(reads.filter(({ how, rows }) => how === 'walk' && rows > NO_WALK_ROWS)).toEqual([]);
        // Without its values PostgreSQL may take a long way through the right index.
        expect(reads.filter(({ rows }) => !generic && rows > HELD + 1)).toEqual([]);
      },
    );

    it.each(FROM_ONE_PLACE)('reads no more pages than it finds rows for %s', async (name) => {
      const reads = await readsFor(IN_QUIET_RANGE[name] as Question, generic);
      expect(reads.filter(({ rows, pages }) => pages > pagesOf(rows))).toEqual([]);
    });

    it.each(Object.entries(SAMPLING))(
      'neither scans the table nor walks through it by time, beyond samples, for %s',
      async (_, question) => {
        const reads = await readsFor(question, generic);
        expect(reads.filter(({ how }) => how === 'scan')).toEqual([]);
        expect(reads.filter(({ how, rows }) => how === 'walk' && rows > SAMPLE_ROWS)).toEqual([]);
        expect(reads.filter(({ rows }) => !generic && rows > HELD + 1)).toEqual([]);
      },
    );

    it.each(Object.entries(ELSEWHERE))(
      'goes through the table by time, and not all at once, for %s',
      async (_, question) => {
        const reads = await readsFor(question, generic);
        expect(reads.filter(({ how }) => how === 'scan')).toEqual([]);
      },
    );
  };

  describe('with statistics that are out of date', () => {
    checkAll();
  });

  describe('with statistics of the day', () => {
    beforeAll(async () => {
      await forum.dataSource.query(ANALYZE[kind]);
    });
    checkAll();
  });

  if (kind === 'postgres') {
    describe('planned once for all values', () => {
      checkAll(true);
    });
  }
});

const ANALYZE = {
  postgres: 'vacuum analyze audit_trail_entry',
  mariadb: 'analyze table audit_trail_entry',
  'better-sqlite3': 'analyze',
} as const;
