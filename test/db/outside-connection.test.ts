import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS } from '../../src/index.js';
import type { Statement } from '../../src/storage/dialects/dialect.js';
import { AuditTrailSetting } from '../../src/storage/entities/audit-trail-setting.entity.js';
import { tableNamesOf } from '../../src/storage/table-names.js';
import { TrailDatabase } from '../../src/storage/trail-database.js';
import { describeEachDatabase } from '../support/databases.js';

describeEachDatabase('statements outside the transactions of the host', (world) => {
  let dataSource: DataSource;
  let database: TrailDatabase;

  beforeAll(async () => {
    dataSource = await new DataSource({
      ...world().options,
      entities: AUDIT_TRAIL_ENTITIES,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
    }).initialize();
    database = new TrailDatabase(dataSource);
  });
  beforeEach(() => dataSource.createQueryBuilder().delete().from(AuditTrailSetting).execute());
  afterAll(() => dataSource.destroy());

  const COLUMNS = ['name', 'value', 'updatedAt'] as const;
  const table = () => tableNamesOf(dataSource, AuditTrailSetting);
  const put = (name: string, value: string): Statement => ({
    sql: database.dialect.put(table(), COLUMNS, 'name'),
    parameters: [name, value, 1],
  });
  const renamed = (from: string, to: string): Statement => {
    const { parameter } = database.dialect;
    const column = table().column('value');
    return {
      sql: `UPDATE ${table().path} SET ${column} = ${parameter(1)} WHERE ${column} = ${parameter(2)}`,
      parameters: [to, from],
    };
  };
  const together = (...statements: Statement[]) =>
    database.withConnection((connection) => connection.runTogether(statements));
  const kept = async () =>
    (await dataSource.getRepository(AuditTrailSetting).find({ order: { name: 'ASC' } })).map(
      ({ name, value }) => `${name}=${value}`,
    );

  it('are one transaction, and each says how many rows it affected', async () => {
    const results = await together(put('a', '1'), put('b', '1'), renamed('1', '2'));
    expect(results?.at(-1)?.affected).toBe(2);
    expect(await kept()).toEqual(['a=2', 'b=2']);
  });

  it('change nothing where the first, their condition, affects no row', async () => {
    await together(put('a', '1'));
    expect(await together(renamed('another', '2'), put('b', '1'))).toBeNull();
    expect(await kept()).toEqual(['a=1']);
  });

  it('are all undone where one fails, and leave the connection fit for the next', async () => {
    await together(put('a', '1'));
    const failing = { sql: 'SELECT * FROM there_is_no_such_table', parameters: [] };
    await expect(together(renamed('1', '2'), failing)).rejects.toMatchObject({
      message: expect.stringContaining('there_is_no_such_table'),
    });
    expect(await kept()).toEqual(['a=1']);
    for (let i = 0; i < 12; i++) await together(put('a', String(i)));
    expect(await kept()).toEqual(['a=11']);
  });

  it('stand while a transaction of the host is rolled back', async () => {
    const host = dataSource.createQueryRunner();
    await host.startTransaction();
    await host.manager.insert(AuditTrailSetting, { name: 'host', value: '1', updatedAt: new Date(1) });
    const ours = together(put('ours', '1'), put('ours too', '1'));
    await host.rollbackTransaction();
    await host.release();
    await ours;
    expect(await kept()).toEqual(['ours=1', 'ours too=1']);
  });

  it('write a row once, or over the one that is there, as they are told', async () => {
    const once = {
      sql: database.dialect.insertUnlessThere(table(), COLUMNS, 'name'),
      parameters: ['a', 'second', 2],
    };
    await together(put('a', 'first'));
    await database.withConnection((connection) => connection.run(once));
    expect(await kept()).toEqual(['a=first']);
    await together(put('a', 'third'));
    expect(await kept()).toEqual(['a=third']);
  });

  it('read the clock of the database in milliseconds, where it has one of its own', async () => {
    const { nowSql } = database.dialect;
    expect(nowSql === null).toBe(dataSource.options.type === 'better-sqlite3');
    if (nowSql === null) return;
    const before = Date.now();
    const { rows } = await database.withConnection((connection) =>
      connection.run({ sql: `SELECT ${nowSql} AS now`, parameters: [] }),
    );
    // The server runs on this machine, and so on its clock.
    expect(Number(rows[0]?.['now'])).toBeGreaterThanOrEqual(before - 1);
    expect(Number(rows[0]?.['now'])).toBeLessThanOrEqual(Date.now() + 1);
  });
});
