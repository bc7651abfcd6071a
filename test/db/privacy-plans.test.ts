import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { KnownUsers } from '../../src/privacy/known-users.js';
import type { Connection, Statement } from '../../src/storage/dialects/dialect.js';
import { HostUsers } from '../../src/storage/host-users.js';
import { PersonStore } from '../../src/storage/person.store.js';
import { keptEntries } from '../../src/storage/kept-entries.js';
import { describeEachDatabase } from '../support/databases.js';
import { Account, Post } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Member } from './member-entities.js';
import { readsOf, statementsOf } from './plan-reading.js';
import { collect, NOW, type PrivateForum, rowOf, startPrivateForum, write } from './privacy-world.js';

const forums = forumsOfTest();
const USERS = 3_000;
const ENTRIES = 60_000;
const SCAN = /Seq Scan|"access_type": ?"(ALL|index)"|SCAN audit_trail_entry/;
const FOREVER = keptEntries(NOW, { ipStoreDays: 'forever', keepEntries: false });

const UPDATE_STATISTICS: Readonly<Record<string, readonly string[]>> = {
  postgres: ['analyze'],
  mariadb: ['analyze table audit_trail_entry, member, account, post'],
  'better-sqlite3': ['analyze'],
};

/** A third of the entries is one user's, and a tenth is about one account. */
const crowded = () =>
  Array.from({ length: ENTRIES }, (_, i) =>
    rowOf({
      user: i % 3 === 0 ? 'busy' : `u${i % USERS}`,
      days: 40 - (30 * i) / ENTRIES,
      about: i % 10 === 0 ? ['Member', '1'] : ['Thread', String(i % 500)],
    }),
  );

describeEachDatabase('what is asked for a person', (database, kind) => {
  const start = (trail: object) => startPrivateForum(forums, database(), trail, { isReplica: true });

  beforeAll(async () => {
    const own = await startPrivateForum(forums, database());
    await write(own, crowded());
    const insert = (entity: typeof Member | typeof Account | typeof Post, rows: object[]) =>
      own.dataSource.createQueryBuilder().insert().into(entity).values(rows).updateEntity(false).execute();
    const numbers = Array.from({ length: USERS }, (_, i) => i);
    await insert(
      Member,
      numbers.map((i) => ({ publicId: `u${i}` })),
    );
    await insert(
      Account,
      numbers.map(() => ({ name: 'x' })),
    );
    await insert(
      Post,
      numbers.map((i) => ({ id: String(i), body: 'x' })),
    );
    for (const sql of UPDATE_STATISTICS[kind] ?? []) await own.dataSource.query(sql);
    await own.close();
  }, 120_000);

  const readsOfAll = async (forum: PrivateForum, statements: readonly Statement[]) => {
    const reads = [];
    for (const statement of statements) reads.push(...(await readsOf(forum.dataSource, statement)));
    return reads.map(({ how }) => how);
  };

  it('reads a person of many entries and one of few by the index of users', async () => {
    const forum = await start({ ipStoreDays: 'forever' });
    const store = forum.app.get(PersonStore, { strict: false });
    for (const userId of ['busy', 'u1', 'nobody']) {
      const seen: Statement[] = [];
      await listening(forum, seen, (connection) => store.entriesOf(connection, userId, null, FOREVER, 500));
      expect(await readsOfAll(forum, seen)).toEqual(['index']);
    }
  });

  it('changes what is about one by an index', async () => {
    const forum = await start({ userEntity: Member });
    const store = forum.app.get(PersonStore, { strict: false });
    const rows = [
      store.ownEntries('u1', null),
      store.ownEntries('nobody', new Date(NOW)),
      store.entriesAbout('Member', '2', null),
      store.movedEntries('nobody', 'u2'),
    ];
    for (const one of rows) expect(await plan(forum.dataSource, one.change(100))).not.toMatch(SCAN);
  });

  it('walks the users without reading every entry', async () => {
    const forum = await start({ userEntity: Member });
    const users = forum.app.get(KnownUsers, { strict: false });
    const statements = await statementsOf(forum, () => collect(users.withEntries()));
    // A recursive statement begins with another word.
    const seen: Statement[] = [...statements];
    const store = forum.app.get(PersonStore, { strict: false });
    await listening(forum, seen, (connection) => store.usersAfter(connection, 'u2', 500));
    const reads = (await Promise.all(seen.map((statement) => readsOf(forum.dataSource, statement)))).flat();
    expect(reads.map(({ how }) => how)).not.toContain('scan');
    expect(Math.max(...reads.map(({ rows }) => rows))).toBeLessThanOrEqual(600);
  });

  describe.each([
    ['a number', Account],
    ['a long number', Post],
    ['text', { entity: Member, userId: 'publicId' }],
  ])('where a user has %s', (_, userEntity) => {
    it("asks the application's table by its index", async () => {
      const forum = await start({ userEntity });
      const host = forum.app.get(HostUsers, { strict: false });
      const asked = Array.from({ length: 100 }, (__, i) =>
        userEntity === Account || userEntity === Post ? `${i}` : `u${i}`,
      );
      const seen: Statement[] = [];
      await listening(forum, seen, (connection) => host.missing(connection, asked));
      expect(await plan(forum.dataSource, seen[0]!)).toMatch(
        /Index|"access_type": ?"(range|eq_ref|ref)"|SEARCH/,
      );
    });
  });

  async function listening(
    forum: PrivateForum,
    seen: Statement[],
    work: (connection: Connection) => Promise<unknown>,
  ): Promise<void> {
    const { TrailDatabase } = await import('../../src/storage/trail-database.js');
    await forum.app.get(TrailDatabase, { strict: false }).withConnection((connection) =>
      work({
        run: (statement, signal) => {
          seen.push(statement);
          return connection.run(statement, signal);
        },
        discard: () => connection.discard(),
      }),
    );
  }

  async function plan(dataSource: DataSource, { sql, parameters }: Statement): Promise<string> {
    const explain = {
      postgres: 'EXPLAIN',
      mariadb: 'EXPLAIN FORMAT=JSON',
      'better-sqlite3': 'EXPLAIN QUERY PLAN',
    };
    return JSON.stringify(await dataSource.query(`${explain[kind]} ${sql}`, [...parameters])).replaceAll(
      '\\',
      '',
    );
  }
});
