import { ENTRY_PROPERTIES } from '../entry-row.js';
import { StatementText } from '../statement-text.js';
import type { Dialect, OutsideConnection } from './dialect.js';
import { entriesAsJson } from './entries-as-json.js';
import { errorFields } from './error-fields.js';
import { insertSql } from './insert-sql.js';
import { runInTransaction } from './run-in-transaction.js';
import { MARIADB_PLANS } from './mariadb.plans.js';

type QueryCallback = (error: unknown, result: Record<string, unknown>[] | { affectedRows: number }) => void;

/** What is used of `mysql2`'s connection, in its form with callbacks. */
interface MysqlConnection {
  query(sql: string, parameters: unknown[], callback: QueryCallback): void;
  /** As a prepared statement, which the driver keeps for the connection. */
  execute(sql: string, parameters: unknown[], callback: QueryCallback): void;
  destroy(): void;
}

/** Lock wait timeout, deadlock, read-only server, read-only transaction, read-only mode. */
const PASSING = new Set([1205, 1213, 1290, 1792, 1836]);
/** Unknown table, column and database. */
const MISSING = new Set([1146, 1054, 1049]);

const parameter = (): string => '?';

/**
 * Of `ENTRY_PROPERTIES`, as JSON_TABLE hands them over; the character set is not left to the database's default.
 * JSON_TABLE cuts what is too long without a word: with room for one character more, the column refuses it.
 */
const FIELD_TYPES = [
  'char(37)',
  'bigint',
  ...[255, 33, 100, 100, 191, 6].map((length) => `varchar(${length + 1}) CHARACTER SET utf8mb4`),
  'longtext CHARACTER SET utf8mb4',
];

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
  parameter,
  nowSql: 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS INT)',
  insertUnlessThere: (table, properties, key) =>
    `${insertSql(table, properties, parameter)} ON DUPLICATE KEY UPDATE ${table.column(key)} = ${table.column(key)}`,
  put(table, properties, key) {
    const columns = properties
      .filter((property) => property !== key)
      .map((property) => `${table.column(property)} = VALUES(${table.column(property)})`);
    return `${insertSql(table, properties, parameter)} ON DUPLICATE KEY UPDATE ${columns.join(', ')}`;
  },

  insertOnce(table) {
    const id = `${table.path}.${table.column('id')}`;
    const columns = ENTRY_PROPERTIES.map((property) => table.column(property));
    const fields = ENTRY_PROPERTIES.map(
      (property, i) => `${property} ${FIELD_TYPES[i]} PATH '$[${i}]' ERROR ON ERROR`,
    );
    const sql =
      `INSERT INTO ${table.path} (${columns.join(', ')}) ` +
      `SELECT * FROM JSON_TABLE(?, '$[*]' COLUMNS (${fields.join(', ')})) AS entry ` +
      `ON DUPLICATE KEY UPDATE ${id} = ${id}`;
    return (rows) => ({ sql, parameters: [entriesAsJson(rows)], repeated: true });
  },

  distinctAfter(table, property, after, limit, fixed) {
    const text = new StatementText(MARIADB);
    const column = table.column(property);
    const same =
      fixed === undefined ? '' : `${table.column(fixed.property)} = ${text.value(fixed.value)} AND `;
    // The optimizer jumps from one value to the next ("Using index for group-by").
    return text.statement(
      `SELECT DISTINCT ${column} AS value FROM ${table.path} WHERE ${same}${column} > ${text.value(after)} ` +
        `ORDER BY ${column} LIMIT ${limit}`,
    );
  },
  wholeNumber: (placeholder) => placeholder,
  asText: (column) => `CAST(${column} AS char)`,
  plans: MARIADB_PLANS,

  changeFirst: (_, change, { where, orderBy }, limit) =>
    `${change} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`,

  skipLocked: ' FOR UPDATE SKIP LOCKED',
  pruneBatch: { rows: 1_000 },
  overwriteDeletedSql: null,
  truncateLogSql: null,

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

function connectionOf(raw: unknown): OutsideConnection {
  const connection = raw as MysqlConnection;
  return {
    run: ({ sql, parameters, repeated }) =>
      new Promise((resolve, reject) => {
        const answered: QueryCallback = (error, result) => {
          if (error !== null) reject(error);
          else
            resolve(
              Array.isArray(result)
                ? { rows: result, affected: 0 }
                : { rows: [], affected: result.affectedRows },
            );
        };
        if (repeated === true) connection.execute(sql, [...parameters], answered);
        else connection.query(sql, [...parameters], answered);
      }),
    runTogether(statements) {
      return runInTransaction(this, statements);
    },
    discard: () => connection.destroy(),
  };
}
