import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DataSource, type QueryRunner } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS, AuditTrailEntry } from '../../src/index.js';
import type { OutsideConnection } from '../../src/storage/dialects/dialect.js';
import { dialectOf } from '../../src/storage/dialects/dialect-of.js';
import { EntryIds } from '../../src/storage/entry-id.js';
import type { EntryRow } from '../../src/storage/entry-row.js';
import { tableNamesOf } from '../../src/storage/table-names.js';
import { createDatabase, describeEachDatabase, describeOn, type TestDatabase } from '../support/databases.js';

const ids = new EntryIds();
const rowOf = (text: string): EntryRow => ({
  id: ids.next(1_000),
  createdAt: 1_000,
  userId: 'u 1',
  ip: null,
  action: text.slice(0, 100) || 'action',
  entityType: 'NULL',
  entityId: text,
  outcome: 'done',
  snapshot: JSON.stringify({ text }),
});

/** One connection of the database, and the statement that writes entries over it. */
async function openTrail({ options }: TestDatabase) {
  const dataSource = await new DataSource({
    ...options,
    entities: AUDIT_TRAIL_ENTITIES,
    migrations: AUDIT_TRAIL_MIGRATIONS,
    migrationsRun: true,
  }).initialize();
  const runner: QueryRunner = dataSource.createQueryRunner();
  const dialect = dialectOf(dataSource);
  const connection: OutsideConnection = dialect.outside(await runner.connect(), async () => undefined);
  const insertion = dialect.insertOnce(tableNamesOf(dataSource, AuditTrailEntry));
  return {
    runner,
    connection,
    insertion,
    insert: (...rows: EntryRow[]) => connection.run(insertion(rows)),
    entries: () => dataSource.getRepository(AuditTrailEntry).find({ order: { id: 'ASC' } }),
    clear: () => dataSource.createQueryBuilder().delete().from(AuditTrailEntry).execute(),
    close: async () => {
      await runner.release();
      await dataSource.destroy();
    },
  };
}
type Trail = Awaited<ReturnType<typeof openTrail>>;

async function expectReadBack(trail: Trail, texts: readonly string[]): Promise<void> {
  await trail.clear();
  const rows = texts.map(rowOf);
  await trail.insert(...rows);
  const found = (await trail.entries()).map((entry) => [entry.entityId, entry.action, entry.snapshot]);
  expect(found).toEqual(rows.map((row) => [row.entityId, row.action, JSON.parse(row.snapshot ?? '')]));
}

const AWKWARD = [
  'NULL',
  "it's",
  '"',
  '\\',
  "\\' OR 1 = 1 -- ",
  '\\u0041',
  '\n\t\u0001',
  '{a,b}',
  'größe',
  '🙂',
  '語'.repeat(100),
];
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((one) => !one.includes('\0') && one.isWellFormed() && one.length <= 100);

describeEachDatabase('the statement that writes entries', (database) => {
  let trail: Trail;

  beforeAll(async () => {
    trail = await openTrail(database());
  });
  beforeEach(() => trail.clear());
  afterAll(() => trail.close());

  it('writes every text as it is', async () => {
    await expectReadBack(trail, AWKWARD);
    expect(await trail.entries()).toHaveLength(AWKWARD.length);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) =>
        expectReadBack(trail, texts),
      ),
      { numRuns: 100 },
    );
  });

  it('writes what is not there as nothing, not as the word for it', async () => {
    await trail.insert({ ...rowOf('x'), userId: null, snapshot: null }, { ...rowOf('y'), userId: 'null' });
    const found = (await trail.entries()).map(({ userId, ip, snapshot }) => [userId, ip, snapshot]);
    expect(found).toEqual([
      [null, null, null],
      ['null', null, { text: 'y' }],
    ]);
  });

  it('leaves a row alone that is there already, and writes those beside it', async () => {
    const [row, next] = [rowOf('first'), rowOf('next')];
    await trail.insert(row);
    await trail.insert({ ...row, entityId: 'second' }, next);
    expect((await trail.entries()).map(({ entityId }) => entityId)).toEqual(['first', 'next']);
  });
});

describeEachDatabase(
  'a text that no column can hold',
  (database) => {
    it.each([
      ['userId', 255],
      ['action', 100],
      ['entityType', 100],
      ['entityId', 191],
      ['outcome', 6],
    ])('is refused and never cut, as %s', async (property, length) => {
      const trail = await openTrail(database());
      const tooLong = { ...rowOf('x'), [property]: 'x'.repeat(length + 1) };
      await expect(trail.insert(tooLong)).rejects.toMatchObject({
        message: expect.stringMatching(/too long/i),
      });
      expect(await trail.entries()).toEqual([]);
      await trail.close();
    });
  },
  { on: ['postgres', 'mariadb'] },
);

describeOn('mariadb')('the statement that writes entries, on a MariaDB of other customs', () => {
  it.each([
    ['where a backslash means nothing', 'NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'],
    ['where nothing is strict', ''],
    ['where double quotes are names', 'ANSI_QUOTES'],
  ])('writes every text as it is %s, in a database of Latin 1', async (_, mode) => {
    const database = await createDatabase('mariadb', { collation: 'latin1_swedish_ci' });
    const trail = await openTrail(database);
    try {
      await trail.runner.query(`SET SESSION sql_mode = '${mode}'`);
      await expectReadBack(trail, AWKWARD);
      expect(await trail.entries()).toHaveLength(AWKWARD.length);
    } finally {
      await trail.close();
      await database.drop();
    }
  });
});

describe('a connection to PostgreSQL whose pooler does not keep prepared statements', () => {
  let database: TestDatabase;
  let trail: Trail;

  beforeEach(async () => {
    database = await createDatabase('postgres');
    trail = await openTrail(database);
  });
  afterEach(async () => {
    await trail.close();
    await database.drop();
  });

  const prepared = async (): Promise<{ name: string; statement: string }[]> =>
    trail.runner.query('SELECT name, statement FROM pg_prepared_statements');

  it('is one on which the statement is prepared once', async () => {
    for (const id of ['a', 'b', 'c']) await trail.insert(rowOf(id));
    const [one, ...others] = await prepared();
    expect(one?.name).toMatch(/^audit_trail_[0-9a-f]{32}$/);
    expect(others).toEqual([]);
  });

  it('writes on when the server has forgotten the statement, and prepares no more', async () => {
    await trail.insert(rowOf('before'));
    await trail.runner.query('DEALLOCATE ALL');
    for (const id of ['first', 'second']) await trail.insert(rowOf(id));
    expect((await trail.entries()).map(({ entityId }) => entityId)).toEqual(['before', 'first', 'second']);
    expect(await prepared()).toEqual([]);
  });

  it('writes on where somebody else has prepared the name', async () => {
    await trail.insert(rowOf('before'));
    const [one] = await prepared();
    const other = await openTrail(database);
    await other.runner.query(`PREPARE ${one?.name} AS SELECT 1`);
    await other.insert(rowOf('first'), rowOf('second'));
    expect(await trail.entries()).toHaveLength(3);
    await other.close();
  });

  it('undoes a transaction with nothing, since it prepares none in one', async () => {
    await trail.insert(rowOf('before'));
    await trail.runner.query('DEALLOCATE ALL');
    const results = await trail.connection.runTogether([
      trail.insertion([rowOf('a')]),
      trail.insertion([rowOf('b')]),
    ]);
    expect(results).toHaveLength(2);
    expect(await trail.entries()).toHaveLength(3);
  });

  it('passes on every other error', async () => {
    await trail.insert(rowOf('before'));
    await expect(trail.insert({ ...rowOf('x'), id: 'no uuid' })).rejects.toMatchObject({ code: '22P02' });
    expect(await prepared()).toHaveLength(1);
  });
});
