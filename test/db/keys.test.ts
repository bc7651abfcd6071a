import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference } from '../../src/index.js';
import {
  type Collation,
  createDatabase,
  DATABASE_NAMES,
  type DatabaseKind,
  describeOn,
  type TestDatabase,
} from '../support/databases.js';
import { type Forum, startForum } from '../support/forum/world.js';

/** Each pair is one text to some locale or collation: case, spaces at the end, accents, one letter in two spellings. */
const KEYS = [
  'u1',
  'U1',
  'u1 ',
  'ü1',
  'u\u03081',
  'Ü1',
  'ß',
  'ss',
  '1',
  '01',
  'a',
  'B',
  'ab',
  'a b',
  'a-b',
  '\u{1f600}',
];
const USER_IDS = ['a', 'B', 'u1', 'U1', 'u 1', 'u-1', 'u_1', '10', '9'];
const inBytes = (texts: string[]) => texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

const databases: [DatabaseKind, Collation | undefined][] = [
  ['postgres', 'C'],
  ['postgres', 'en_US.UTF-8'],
  ['mariadb', 'utf8mb4_unicode_ci'],
  ['mariadb', 'utf8mb4_bin'],
  ['mariadb', 'latin1_swedish_ci'],
  ['better-sqlite3', undefined],
];

for (const [kind, collation] of databases) {
  const title = `${DATABASE_NAMES[kind]}${collation === undefined ? '' : ` with ${collation}`}`;
  describeOn(kind)(`keys are compared as bytes, on ${title}`, () => {
    let database: TestDatabase;
    let forum: Forum;
    const byte = kind === 'postgres' ? ' COLLATE "C"' : '';
    const query = () => forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder('entry');
    const find = (column: string, text: string) =>
      query().where(`entry.${column} = :text${byte}`, { text }).orderBy('entry.id').getMany();
    /** All different values of a column, in the order in which the database puts them. */
    const sorted = async (property: 'userId' | 'entityId') => {
      const { driver } = forum.dataSource;
      const { columns } = forum.dataSource.getMetadata(AuditTrailEntry);
      const column = columns.find(({ propertyName }) => propertyName === property)?.databaseName ?? '';
      const all = query().select(`entry.${property}`, 'text').getQuery();
      const sql = `${all} ORDER BY ${driver.escape('entry')}.${driver.escape(column)}${byte}`;
      const rows = await forum.dataSource.query<{ text: string }[]>(sql);
      return rows.map(({ text }) => text).filter((text, i, texts) => text !== texts[i - 1]);
    };

    beforeAll(async () => {
      database = await createDatabase(kind, { collation });
      forum = await startForum(database);
      for (const key of KEYS) {
        await forum.trail.recordFor({ user: 'u1', ip: '203.0.113.7' }, entityReference('Thing', key), {
          action: key,
        });
      }
      for (const user of USER_IDS)
        await forum.trail.recordFor({ user, ip: '203.0.113.7' }, entityReference('User', '7'));
    });
    afterAll(async () => {
      await forum.close();
      await database.drop();
    });

    it.each(KEYS)('finds the entity %p and no other', async (key) => {
      expect(await find('entityId', key)).toMatchObject([{ entityId: key, action: key }]);
      expect(await find('action', key)).toMatchObject([{ entityId: key }]);
    });

    it('finds a user and no other', async () => {
      for (const user of USER_IDS) {
        const entries = await find('userId', user);
        expect(new Set(entries.map(({ userId }) => userId))).toEqual(new Set([user]));
      }
    });

    it('sorts them by their bytes', async () => {
      expect(await sorted('entityId')).toEqual(inBytes([...KEYS, '7']));
      expect(await sorted('userId')).toEqual(inBytes(USER_IDS));
    });

    it('keeps every text as it came', async () => {
      const entries = await forum.entries();
      expect(entries.slice(0, KEYS.length).map(({ entityId }) => entityId)).toEqual(KEYS);
    });
  });
}

describeOn('postgres')('the indexes on PostgreSQL', () => {
  it('hold text in bytes and are used to find it, whatever the locale', async () => {
    const database = await createDatabase('postgres', { collation: 'en_US.UTF-8' });
    const forum = await startForum(database);
    const indexes = await forum.dataSource.query<{ indexdef: string }[]>(
      "select indexdef from pg_indexes where tablename = 'audit_trail_entry'",
    );
    const columns = indexes.map(({ indexdef }) => /\((.+)\)/.exec(indexdef)?.[1]);
    expect(new Set(columns)).toEqual(
      new Set([
        'id',
        'user_id COLLATE "C", id',
        'ip_key COLLATE "C", id',
        'entity_type COLLATE "C", entity_id COLLATE "C", id',
      ]),
    );
    await forum.dataSource.transaction(async (manager) => {
      await manager.query('set local enable_seqscan = off');
      const plan = await manager.query<Record<string, string>[]>(
        `explain select * from audit_trail_entry where user_id = 'u1' collate "C" order by id desc limit 50`,
      );
      expect(JSON.stringify(plan)).toMatch(/Index Scan.*Index Cond: .*user_id/);
    });
    await forum.close();
    await database.drop();
  });
});

describeOn('mariadb')('the columns on MariaDB', () => {
  it.each<[Collation]>([['utf8mb4_unicode_ci'], ['utf8mb4_general_ci'], ['latin1_swedish_ci']])(
    'hold text in bytes, spaces at the end included, on a database with %s',
    async (collation) => {
      const database = await createDatabase('mariadb', { collation });
      const forum = await startForum(database);
      const columns = await forum.dataSource.query<{ name: string; collation: string }[]>(
        `select column_name as name, collation_name as collation from information_schema.columns
          where table_schema = database() and table_name = 'audit_trail_entry' and collation_name is not null`,
      );
      expect(Object.fromEntries(columns.map((column) => [column.name, column.collation]))).toEqual({
        user_id: 'utf8mb4_nopad_bin',
        ip_key: 'ascii_nopad_bin',
        action: 'utf8mb4_nopad_bin',
        entity_type: 'utf8mb4_nopad_bin',
        entity_id: 'utf8mb4_nopad_bin',
        outcome: 'ascii_nopad_bin',
        snapshot: 'utf8mb4_nopad_bin',
      });
      const builder = forum.dataSource.driver.createSchemaBuilder();
      const { upQueries } = await builder.log();
      expect(upQueries.filter(({ query }) => query.includes('audit_trail'))).toEqual([]);
      await forum.close();
      await database.drop();
    },
  );
});
