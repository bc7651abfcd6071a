import { jest } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import type { OutsideConnection, Statement } from '../../src/storage/dialects/dialect.js';
import { TrailDatabase } from '../../src/storage/trail-database.js';
import type { Forum } from '../support/forum/world.js';

/** How a statement went through the entry table. */
export interface TableRead {
  /** `scan`: all of it, by whatever means; `walk`: by time; `index`: from one place of another index to another. */
  readonly how: 'scan' | 'walk' | 'index';
  /** How many rows were read so, where the database tells. */
  readonly rows: number;
  /** How many pages of the index and the table were looked at for that, where the database tells. */
  readonly pages: number;
}

const TABLE = 'audit_trail_entry';

/**
 * The SELECTs of entries that the package sends while something is done.
 *
 * @param beforeEach is done before each of them is sent
 */
export async function statementsOf(
  forum: Forum,
  work: () => Promise<unknown>,
  beforeEach: () => Promise<unknown> = async () => undefined,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const database = forum.app.get(TrailDatabase);
  const lend = database.withConnection.bind(database);
  const hear = async (statement: Statement): Promise<void> => {
    if (!isOfEntries(statement)) return;
    await beforeEach();
    statements.push(statement);
  };
  const spy = jest
    .spyOn(database, 'withConnection')
    .mockImplementation((use) => lend((connection) => use(listening(connection, hear))));
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return statements;
}

const isOfEntries = ({ sql }: Statement) => sql.startsWith('SELECT') && sql.includes(TABLE);

function listening(
  connection: OutsideConnection,
  hear: (statement: Statement) => Promise<void>,
): OutsideConnection {
  return {
    run: async (statement, signal) => {
      await hear(statement);
      return connection.run(statement, signal);
    },
    runTogether: (together, signal) => connection.runTogether(together, signal),
    discard: () => connection.discard(),
  };
}

/** Runs the statement, and tells how its database went about it. */
export async function readsOf(
  dataSource: DataSource,
  statement: Statement,
  { generic = false }: { readonly generic?: boolean } = {},
): Promise<TableRead[]> {
  const runner = dataSource.createQueryRunner('master');
  try {
    const { type } = dataSource.options;
    if (type === 'postgres') return await onPostgres(runner, statement, generic);
    return await (type === 'mariadb' ? onMariadb(runner, statement) : onSqlite(runner, statement));
  } finally {
    await runner.release();
  }
}

interface PostgresNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PostgresNode[];
}

async function onPostgres(
  runner: QueryRunner,
  { sql, parameters }: Statement,
  generic: boolean,
): Promise<TableRead[]> {
  const explain = 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)';
  let rows: { 'QUERY PLAN': { Plan: PostgresNode }[] }[];
  if (generic) {
    const values = parameters.map((value) => `'${String(value).replaceAll("'", "''")}'`);
    await runner.query('SET plan_cache_mode = force_generic_plan');
    await runner.query(`PREPARE asked AS ${sql}`);
    rows = await runner.query(`${explain} EXECUTE asked (${values.join(', ')})`);
    await runner.query('DEALLOCATE asked');
    await runner.query('RESET plan_cache_mode');
  } else {
    rows = await runner.query(`${explain} ${sql}`, [...parameters]);
  }
  const nodes = (node: PostgresNode): PostgresNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)];
  return nodes(rows[0]?.['QUERY PLAN'][0]?.Plan as PostgresNode)
    .filter((node) => node['Relation Name'] === TABLE || node['Node Type'] === 'Bitmap Index Scan')
    .filter((node) => node['Node Type'] !== 'Bitmap Heap Scan')
    .map((node) => ({
      how: howOnPostgres(node),
      rows: rowsOn(node),
      pages: node['Shared Hit Blocks'] + node['Shared Read Blocks'],
    }));
}

function rowsOn(node: PostgresNode): number {
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}

function howOnPostgres(node: PostgresNode): TableRead['how'] {
  const condition = node['Index Cond'];
  if (condition === undefined) return 'scan';
  const isPrimary = node['Index Name']?.startsWith('PK_') ?? false;
  return isPrimary && !condition.startsWith('(id = ') ? 'walk' : 'index';
}

interface MariadbTable {
  readonly table_name: string;
  readonly access_type: string;
  readonly key?: string;
  readonly r_rows?: number;
  readonly r_loops?: number;
}

async function onMariadb(runner: QueryRunner, { sql, parameters }: Statement): Promise<TableRead[]> {
  const [row] = await runner.query(`ANALYZE FORMAT=JSON ${sql}`, [...parameters]);
  const tables: MariadbTable[] = [];
  JSON.stringify(JSON.parse(row.ANALYZE), (key, value) => {
    if (key === 'table' && [TABLE, 'e'].includes(value.table_name)) tables.push(value);
    return value;
  });
  return tables.map(({ access_type, key, r_rows = 0, r_loops = 1 }) => {
    const isWhole = access_type === 'ALL' || access_type === 'index';
    const isWalk = key === 'PRIMARY' && access_type === 'range';
    return { how: isWhole ? 'scan' : isWalk ? 'walk' : 'index', rows: r_rows * r_loops, pages: 0 };
  });
}

async function onSqlite(runner: QueryRunner, { sql, parameters }: Statement): Promise<TableRead[]> {
  const rows: { detail: string }[] = await runner.query(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]);
  return rows
    .map(({ detail }) => detail)
    .filter((detail) => /^(SCAN|SEARCH) (audit_trail_entry|e)\b/.test(detail))
    .map((detail) => {
      const isWalk = detail.includes('sqlite_autoindex') && !detail.includes('(id=?)');
      return { how: detail.startsWith('SCAN') ? 'scan' : isWalk ? 'walk' : 'index', rows: 0, pages: 0 };
    });
}
