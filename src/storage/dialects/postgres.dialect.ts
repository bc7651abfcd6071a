import { ENTRY_PROPERTIES } from '../entry-row.js';
import { arrayLiteral } from './array-literal.js';
import type { Connection, Dialect } from './dialect.js';
import { errorFields } from './error-fields.js';

/** What is used of `pg`'s client. */
interface PgClient {
  query(config: {
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
  parameter: (position) => `$${position}`,

  insertOnce(table, rows) {
    const columns = ENTRY_PROPERTIES.map((property) => table.column(property));
    const arrays = COLUMN_TYPES.map((type, i) => `$${i + 1}::${type}[]`);
    return {
      sql:
        `INSERT INTO ${table.path} (${columns.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')}) ` +
        `ON CONFLICT (${table.column('id')}) DO NOTHING`,
      parameters: ENTRY_PROPERTIES.map((property) => arrayLiteral(rows.map((row) => row[property]))),
    };
  },

  changeFirst(table, change, where, limit) {
    const id = table.column('id');
    return `${change} WHERE ${id} IN (SELECT ${id} FROM ${table.path} WHERE ${where} ORDER BY ${id} LIMIT ${limit})`;
  },

  outside: connectionOf,
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

function connectionOf(raw: unknown): Connection {
  const client = raw as PgClient;
  return {
    async run({ sql, parameters }) {
      const { rows, rowCount } = await client.query({ text: sql, values: [...parameters] });
      return { rows, affected: rowCount ?? 0 };
    },
    discard() {
      // A statement that hangs would keep `end` waiting for it.
      if (client.connection?.stream) client.connection.stream.destroy();
      else client.end().catch(() => undefined);
    },
  };
}
