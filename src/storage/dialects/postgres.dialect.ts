import { ENTRY_PROPERTIES } from '../entry-row.js';
import { arrayLiteral } from './array-literal.js';
import type { Connection, Dialect, OutsideConnection, Statement, StatementResult } from './dialect.js';
import { distinctByLookups } from './distinct-after.js';
import { errorFields } from './error-fields.js';
import { insertSql, overwriteOnConflict } from './insert-sql.js';
import { PreparedNames } from './prepared-names.js';
import { runInTransaction } from './run-in-transaction.js';
import { POSTGRES_PLANS } from './postgres.plans.js';

/** What is used of `pg`'s client. */
interface PgClient {
  query(config: {
    name?: string | undefined;
    text: string;
    values: unknown[];
  }): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
  end(): Promise<void>;
  readonly connection?: { readonly stream?: { destroy(): void } };
}

const COLUMN_TYPES = ['uuid', 'bigint', 'text', 'text', 'text', 'text', 'text', 'text', 'text'];

/** Connection exceptions (class 08), shutdowns, a primary that turned read-only, serialization failures, deadlocks. */
const PASSING = /^(08...|57P0[123]|25006|40001|40P01)$/;
/** Undefined table, column and schema. */
const MISSING = new Set(['42P01', '42703', '3F000']);

const parameter = (position: number): string => `$${position}`;

export const POSTGRES: Dialect = {
  title: 'PostgreSQL',
  oldestVersion: '14.0.0',
  versionSql: "SELECT current_setting('server_version_num') AS version",
  readVersion: (answer) => `${Math.floor(Number(answer) / 10_000)}.${Number(answer) % 10_000}.0`,
  hasManyConnections: true,
  miscomparedColumns: () => null,
  adviceFor: async () => null,
  // On the column itself TypeORM would see a difference from the entity, and plan to alter it.
  comparedAsBytes: () => ({}),
  indexedText: (column) => `${column} COLLATE "C"`,
  parameter,
  // Not now(), which is the time at which the transaction began.
  nowSql: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
  insertUnlessThere: (table, properties, key) =>
    `${insertSql(table, properties, parameter)} ON CONFLICT (${table.column(key)}) DO NOTHING`,
  put: (table, properties, key) =>
    `${insertSql(table, properties, parameter)} ${overwriteOnConflict(table, properties, key)}`,

  insertOnce(table) {
    const columns = ENTRY_PROPERTIES.map((property) => table.column(property));
    const arrays = COLUMN_TYPES.map((type, i) => `$${i + 1}::${type}[]`);
    const into = `INSERT INTO ${table.path} (${columns.join(', ')})`;
    const once = `ON CONFLICT (${table.column('id')}) DO NOTHING`;
    const sql = `${into} SELECT * FROM unnest(${arrays.join(', ')}) ${once}`;
    return (rows) => ({
      sql,
      parameters: ENTRY_PROPERTIES.map((property) => arrayLiteral(rows.map((row) => row[property]))),
      repeated: true,
    });
  },

  distinctAfter: (...question) => distinctByLookups(POSTGRES, ...question),
  wholeNumber: (placeholder) => `${placeholder}::bigint`,
  asText: (column) => `CAST(${column} AS text)`,
  plans: POSTGRES_PLANS,

  changeFirst(table, change, { where, orderBy }, limit) {
    const id = table.column('id');
    const ids = `SELECT ${id} FROM ${table.path} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`;
    // An array is looked up by the primary key; with IN the whole table might be read beside it.
    return `${change} WHERE ${id} = ANY (ARRAY(${ids}))`;
  },

  skipLocked: ' FOR UPDATE SKIP LOCKED',
  pruneBatch: { rows: 5_000 },
  overwriteDeletedSql: null,
  truncateLogSql: null,

  outside: outsideConnection,
  inside: connectionOf,

  faultOf(error) {
    const { code, severity } = errorFields(error);
    // Only the server's own errors have a severity; all else is a connection that broke or was not to be had.
    if (severity === undefined) return { code, passing: true, missing: false };
    return {
      code,
      passing: code !== undefined && PASSING.test(code),
      missing: code !== undefined && MISSING.has(code),
    };
  },
};

function outsideConnection(raw: unknown): OutsideConnection {
  const client = raw as PgClient;
  const names = new PreparedNames();
  const connection = connectionOf(raw);
  return {
    ...connection,
    async run(statement) {
      const name = statement.repeated === true ? names.of(statement.sql) : undefined;
      try {
        return await send(client, statement, name);
      } catch (error) {
        if (name === undefined || !names.areRefused(error)) throw error;
        return send(client, statement);
      }
    },
    // Without names: one that is refused would end the transaction.
    runTogether: (statements) => runInTransaction(connection, statements),
  };
}

function connectionOf(raw: unknown): Connection {
  const client = raw as PgClient;
  return {
    run: (statement) => send(client, statement),
    discard() {
      // A statement that hangs would keep `end` waiting for it.
      if (client.connection?.stream) client.connection.stream.destroy();
      else client.end().catch(() => undefined);
    },
  };
}

async function send(
  client: PgClient,
  { sql, parameters }: Statement,
  name?: string,
): Promise<StatementResult> {
  const { rows, rowCount } = await client.query({ name, text: sql, values: [...parameters] });
  return { rows, affected: rowCount ?? 0 };
}
