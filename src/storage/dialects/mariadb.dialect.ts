import { ENTRY_PROPERTIES } from '../entry-row.js';
import type { Connection, Dialect } from './dialect.js';
import { errorFields } from './error-fields.js';

type QueryCallback = (error: unknown, result: Record<string, unknown>[] | { affectedRows: number }) => void;

/** What is used of `mysql2`'s connection, in its form with callbacks. */
interface MysqlConnection {
  query(sql: string, parameters: unknown[], callback: QueryCallback): void;
  destroy(): void;
}

/** Lock wait timeout, deadlock, read-only server, read-only transaction, read-only mode. */
const PASSING = new Set([1205, 1213, 1290, 1792, 1836]);
/** Unknown table, column and database. */
const MISSING = new Set([1146, 1054, 1049]);

export const MARIADB: Dialect = {
  title: 'MariaDB',
  oldestVersion: '10.11.5',
  versionSql: 'SELECT VERSION() AS version',
  readVersion: (answer) =>
    /mariadb/i.test(answer) ? (/(\d+\.\d+\.\d+)-mariadb/i.exec(answer)?.[1] ?? null) : null,
  hasManyConnections: true,
  // `synchronize` makes the columns with the database's collation, to which `u1` and `U1` are one user.
  miscomparedColumns: (table) => ({
    sql: `SELECT column_name AS name FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name = ? AND collation_name NOT LIKE '%nopad_bin'`,
    parameters: [table],
  }),
  adviceFor: async () => null,
  // Plain `_bin` collations pad: they take `u1` and `u1 ` for equal.
  comparedAsBytes: (text) =>
    text === 'ascii'
      ? { charset: 'ascii', collation: 'ascii_nopad_bin' }
      : { charset: 'utf8mb4', collation: 'utf8mb4_nopad_bin' },
  indexedText: (column) => column,
  parameter: () => '?',

  insertOnce(table, rows) {
    const id = table.column('id');
    const columns = ENTRY_PROPERTIES.map((property) => table.column(property));
    return {
      // The driver writes out an array of arrays as (...), (...).
      sql: `INSERT INTO ${table.path} (${columns.join(', ')}) VALUES ? ON DUPLICATE KEY UPDATE ${id} = ${id}`,
      parameters: [rows.map((row) => ENTRY_PROPERTIES.map((property) => row[property]))],
    };
  },

  changeFirst: (table, change, where, limit) =>
    `${change} WHERE ${where} ORDER BY ${table.column('id')} LIMIT ${limit}`,

  outside: connectionOf,
  inside: connectionOf,

  faultOf(error) {
    const { code, errno, sqlState } = errorFields(error);
    // Only the server's own errors have a state; all else is a connection that broke or was not to be had.
    if (sqlState === undefined) return { code, passing: true, missing: false };
    return {
      code,
      passing: errno !== undefined && PASSING.has(errno),
      missing: errno !== undefined && MISSING.has(errno),
    };
  },
};

function connectionOf(raw: unknown): Connection {
  const connection = raw as MysqlConnection;
  return {
    run: ({ sql, parameters }) =>
      new Promise((resolve, reject) => {
        connection.query(sql, [...parameters], (error, result) => {
          if (error !== null) reject(error);
          else
            resolve(
              Array.isArray(result)
                ? { rows: result, affected: 0 }
                : { rows: [], affected: result.affectedRows },
            );
        });
      }),
    discard: () => connection.destroy(),
  };
}
