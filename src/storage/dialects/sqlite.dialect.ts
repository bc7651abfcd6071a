import { ENTRY_PROPERTIES } from '../entry-row.js';
import type { Dialect, OutsideConnection, Patience, Statement, StatementResult } from './dialect.js';
import { distinctByLookups } from './distinct-after.js';
import { entriesAsJson } from './entries-as-json.js';
import { errorFields } from './error-fields.js';
import { insertSql, overwriteOnConflict } from './insert-sql.js';
import { SQLITE_PLANS } from './sqlite.plans.js';

/** What is used of `better-sqlite3`'s database. */
interface SqliteDatabase {
  readonly inTransaction: boolean;
  prepare(sql: string): {
    readonly reader: boolean;
    all(...parameters: unknown[]): Record<string, unknown>[];
    run(...parameters: unknown[]): { changes: number };
  };
  exec(sql: string): unknown;
  pragma(source: string, options?: { simple: boolean }): unknown;
}

const parameter = (): string => '?';

export const SQLITE: Dialect = {
  title: 'SQLite',
  // json_each with ->> is there from 3.38 on; better-sqlite3 brings its own, newer SQLite.
  oldestVersion: '3.38.0',
  versionSql: 'SELECT sqlite_version() AS version',
  readVersion: (answer) => answer,
  hasManyConnections: false,
  miscomparedColumns: () => null,
  async adviceFor(connection) {
    const { rows } = await connection.run({ sql: 'PRAGMA journal_mode', parameters: [] });
    if (rows[0]?.['journal_mode'] !== 'delete') return null;
    return "SQLite writes about 100 entries a second like this. Set enableWAL: true and prepareDatabase: (db) => db.pragma('synchronous = NORMAL') in the options of the data source.";
  },
  comparedAsBytes: () => ({}),
  indexedText: (column) => column,
  parameter,
  nowSql: null,
  insertUnlessThere: (table, properties, key) =>
    `${insertSql(table, properties, parameter)} ON CONFLICT (${table.column(key)}) DO NOTHING`,
  put: (table, properties, key) =>
    `${insertSql(table, properties, parameter)} ${overwriteOnConflict(table, properties, key)}`,

  insertOnce(table) {
    const columns = ENTRY_PROPERTIES.map((property) => table.column(property));
    const values = ENTRY_PROPERTIES.map((_, i) => `value ->> ${i}`);
    // Without WHERE, SQLite would read ON CONFLICT as part of a join.
    const sql =
      `INSERT INTO ${table.path} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?) WHERE true ` +
      `ON CONFLICT (${table.column('id')}) DO NOTHING`;
    return (rows) => ({ sql, parameters: [entriesAsJson(rows)], repeated: true });
  },

  distinctAfter: (...question) => distinctByLookups(SQLITE, ...question),
  wholeNumber: (placeholder) => placeholder,
  asText: (column) => `CAST(${column} AS text)`,
  plans: SQLITE_PLANS,

  changeFirst(table, change, { where, orderBy }, limit) {
    const id = table.column('id');
    return `${change} WHERE ${id} IN (SELECT ${id} FROM ${table.path} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit})`;
  },

  skipLocked: '',
  pruneBatch: { rows: 500, aimMs: 15 },
  overwriteDeletedSql: 'PRAGMA secure_delete = ON',
  truncateLogSql: 'PRAGMA wal_checkpoint(TRUNCATE)',

  outside: (raw, transactionEnds) => outsideConnection(raw as SqliteDatabase, transactionEnds),
  inside: (raw) => ({
    run: async (statement) => execute(raw as SqliteDatabase, statement),
    discard: () => undefined,
  }),

  faultOf(error) {
    const { code, message } = errorFields(error);
    const busy = code !== undefined && /^SQLITE_(BUSY|LOCKED)/.test(code);
    return { code, passing: busy, missing: /no such (table|column)/.test(message) };
  },
};

/**
 * TypeORM's SQLite driver has one connection for everybody, so that a statement sent while some request's
 * transaction is open would be rolled back with it. A second connection would take the write lock from under such a
 * transaction (SQLITE_BUSY_SNAPSHOT) and sees no in-memory database. So statements go over the one connection, and
 * wait while a transaction is open on it; since a statement runs synchronously, none can begin in between.
 */
function outsideConnection(
  database: SqliteDatabase,
  transactionEnds: () => Promise<void>,
): OutsideConnection {
  const inTurn = async <T>(work: () => T, patience?: Patience): Promise<T> => {
    while (database.inTransaction) {
      patience?.throwIfAborted();
      await transactionEnds();
    }
    patience?.throwIfAborted();
    return withoutBusyWait(database, work);
  };
  return {
    run: (statement, patience) => inTurn(() => execute(database, statement), patience),
    runTogether: (statements, patience) => inTurn(() => together(database, statements), patience),
    discard: () => undefined,
  };
}

/** All of it runs synchronously, so that nothing of the host's can come in between. */
function together(database: SqliteDatabase, statements: Iterable<Statement>): StatementResult[] | null {
  const results: StatementResult[] = [];
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const statement of statements) {
      const result = execute(database, statement);
      if (results.length === 0 && result.affected === 0) {
        database.exec('ROLLBACK');
        return null;
      }
      results.push(result);
    }
    database.exec('COMMIT');
    return results;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite waits for another process's lock by blocking the event loop; the caller waits asynchronously instead. */
function withoutBusyWait<T>(database: SqliteDatabase, work: () => T): T {
  const before = Number(database.pragma('busy_timeout', { simple: true }));
  if (before === 0) return work();
  database.pragma('busy_timeout = 0');
  try {
    return work();
  } finally {
    database.pragma(`busy_timeout = ${before}`);
  }
}

function execute(database: SqliteDatabase, { sql, parameters }: Statement): StatementResult {
  const prepared = database.prepare(sql);
  if (prepared.reader) return { rows: prepared.all(...parameters), affected: 0 };
  return { rows: [], affected: prepared.run(...parameters).changes };
}
