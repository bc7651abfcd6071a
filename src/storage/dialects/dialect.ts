import type { TableColumnOptions } from 'typeorm';
import type { EntryRow } from '../entry-row.js';
import type { TableNames } from '../table-names.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface StatementResult {
  readonly rows: readonly Record<string, unknown>[];
  /** How many rows were inserted, changed or deleted. */
  readonly affected: number;
}

/**
 * A connection of the driver itself. Statements do not pass through TypeORM's query logger, since they hold
 * addresses and user ids.
 */
export interface Connection {
  /** Rejects with the driver's own error. `signal` gives up waiting for a turn, not a statement under way. */
  run(statement: Statement, signal?: AbortSignal): Promise<StatementResult>;
  /** Closes the connection at once, whatever is under way on it. */
  discard(): void;
}

/** What a driver's error means. */
export interface DatabaseFault {
  /** The driver's own code, for people and logs. */
  readonly code: string | undefined;
  /** Whether it can be expected to go away on a fresh connection. */
  readonly passing: boolean;
  /** Whether a table, column or schema is not there. */
  readonly missing: boolean;
}

/** What each supported database is asked; nobody asks which database it is. */
export interface Dialect {
  /** For people. */
  readonly title: string;
  /** The oldest version that is supported. */
  readonly oldestVersion: string;
  /** Answers one row with a column `version`. */
  readonly versionSql: string;
  /** The version in that answer as `major.minor.patch`, or `null` where it is another product. */
  readVersion(answer: string): string | null;
  /** Whether the package may hold a connection of its own beside the host's. */
  readonly hasManyConnections: boolean;
  /** Lists the text columns (as `name`) of a table that do not compare bytes, where a database has such. */
  miscomparedColumns(table: string): Statement | null;
  /** What to say at start about settings that make recording slow; `null` where there are none. */
  adviceFor(connection: Connection): Promise<string | null>;
  /** What a migration adds to a text column so that its values are compared as bytes, spaces at the end included. */
  comparedAsBytes(text: 'utf8' | 'ascii'): Pick<TableColumnOptions, 'charset' | 'collation'>;
  /** A text column as it stands in an index that compares bytes. */
  indexedText(column: string): string;
  /** The placeholder of the parameter at a position, counted from 1. */
  parameter(position: number): string;
  /** One statement, whose text does not depend on the number of rows; a row whose id is there already is left alone. */
  insertOnce(table: TableNames, rows: readonly EntryRow[]): Statement;
  /** Limits an UPDATE or DELETE (`change`, without WHERE) to the first rows by id for which `where` holds. */
  changeFirst(table: TableNames, change: string, where: string, limit: number): string;
  /** A driver's connection whose statements stand outside every transaction of the host. */
  outside(raw: unknown, transactionEnds: () => Promise<void>): Connection;
  /** A driver's connection whose statements stand inside the transaction that is open on it. */
  inside(raw: unknown): Connection;
  faultOf(error: unknown): DatabaseFault;
}
