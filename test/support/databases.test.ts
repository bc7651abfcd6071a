import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createDatabase, describeEachDatabase, describeOn, type Collation } from './databases.js';

describeEachDatabase('a test database', (database, kind) => {
  it('is empty, can be used, and is the same for all tests of the block', async () => {
    const dataSource = await new DataSource(database().options).initialize();
    await dataSource.query('create table thread (id integer)');
    await dataSource.destroy();
    expect(database().kind).toBe(kind);
    expect(database()).toBe(database());
  });

  it('goes although a transaction was left open on it', async () => {
    const other = await createDatabase(kind);
    const dataSource = await new DataSource(other.options).initialize();
    await dataSource.query('create table thread (id integer)');
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('insert into thread values (1)');

    await expect(other.drop()).resolves.toBeUndefined();

    // PostgreSQL and MariaDB have cut the connection; what is left is to forget it.
    await runner.rollbackTransaction().catch(() => undefined);
    await runner.release().catch(() => undefined);
    await dataSource.destroy().catch(() => undefined);
  });
});

const SMALL_A_BEFORE_LARGE_B = `select case when 'a' < 'B' then 'yes' else 'no' end as answer`;

async function sortsLikePeople(
  kind: 'postgres' | 'mariadb',
  collation: Collation,
): Promise<string | undefined> {
  const database = await createDatabase(kind, { collation });
  const dataSource = await new DataSource(database.options).initialize();
  const [row] = await dataSource.query<{ answer: string }[]>(SMALL_A_BEFORE_LARGE_B);
  await dataSource.destroy();
  await database.drop();
  return row?.answer;
}

describeOn('postgres')('collations of PostgreSQL', () => {
  it('sorts as people do with en_US.UTF-8, and as bytes with C', async () => {
    expect(await sortsLikePeople('postgres', 'en_US.UTF-8')).toBe('yes');
    expect(await sortsLikePeople('postgres', 'C')).toBe('no');
  });
});

describe('SQLite in memory', () => {
  it('needs no file', async () => {
    const { options, drop } = await createDatabase('better-sqlite3', { memory: true });
    expect(options.database).toBe(':memory:');
    await drop();
  });
});
