import type { Connection, Statement } from './dialects/dialect.js';
import { StatementText } from './statement-text.js';
import type { TrailDatabase } from './trail-database.js';

/** Rows are due that have this time or an earlier one, but not one at or before `since`. */
export interface DueSpan {
  readonly until: Date;
  readonly since: Date | null;
}

/** The values of a primary key, in the order of its columns. */
export type RowKey = readonly unknown[];

/** A table whose rows become due, by quoted names. */
export interface DueTable {
  readonly path: string;
  readonly keys: readonly string[];
  /** `DELETE FROM ...` or `UPDATE ... SET ...`. */
  readonly change: string;
  /** The condition for a row to be due. */
  due(text: StatementText, span: DueSpan): string;
}

/** The SQL that walks a table along its primary key and changes what is due. */
export class DueRows {
  constructor(
    private readonly database: TrailDatabase,
    private readonly table: DueTable,
  ) {}

  /** How many rows after a key are due. */
  async count(connection: Connection, span: DueSpan, after: RowKey | null): Promise<number> {
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT COUNT(*) AS total FROM ${this.table.path} WHERE ${this.condition(text, span, after)}`;
    const { rows } = await connection.run(text.statement(sql));
    return Number(rows[0]?.['total']);
  }

  /** The key of the due row that is the `limit`th after a key; `null` where there are fewer. */
  async boundary(
    connection: Connection,
    span: DueSpan,
    after: RowKey | null,
    limit: number,
  ): Promise<RowKey | null> {
    const text = new StatementText(this.database.dialect);
    const { path, keys } = this.table;
    const aliases = keys.map((key, i) => `${key} AS key_${i}`);
    const sql =
      `SELECT ${aliases.join(', ')} FROM ${path} WHERE ${this.condition(text, span, after)} ` +
      `ORDER BY ${keys.join(', ')} LIMIT 1 OFFSET ${limit - 1}`;
    const [row] = (await connection.run(text.statement(sql))).rows;
    return row === undefined ? null : keys.map((_, i) => row[`key_${i}`]);
  }

  /** Changes the rows after a key, up to and with another one, that are due. */
  change(span: DueSpan, after: RowKey | null, upTo: RowKey | null): Statement {
    const text = new StatementText(this.database.dialect);
    return text.statement(`${this.table.change} WHERE ${this.condition(text, span, after, upTo)}`);
  }

  private condition(
    text: StatementText,
    span: DueSpan,
    after: RowKey | null,
    upTo: RowKey | null = null,
  ): string {
    const parts: string[] = [];
    if (after !== null) parts.push(this.compare(text, '>', after));
    if (upTo !== null) parts.push(this.compare(text, '<=', upTo));
    parts.push(this.table.due(text, span));
    return parts.join(' AND ');
  }

  private compare(text: StatementText, operator: string, key: RowKey): string {
    const values = key.map((value) => text.value(value));
    const { keys } = this.table;
    // Not every database finds its way in an index by a row of one column.
    return keys.length === 1
      ? `${keys[0]} ${operator} ${values[0]}`
      : `(${keys.join(', ')}) ${operator} (${values.join(', ')})`;
  }
}
