import type { TableColumnOptions } from 'typeorm';
import type { EntryRow } from '../entry-row.js';
import type { TableNames } from '../table-names.js';
import type { ReadPlans } from './read-plans.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Sent again and again with the same text, so that the server should keep what it made of it. */
  readonly repeated?: boolean;
}

export interface StatementResult {
  readonly rows: readonly Record<string, unknown>[];
  /** How many rows were inserted, changed or deleted. */
  readonly affected: number;
}

/** How large the batches of a pruning run are where the host says nothing; measured in `docs/performance.md`. */
export interface BatchDefaults {
  /** Rows of one batch at most. */
  readonly rows: number;
  /**
   * What one batch should take, in milliseconds, where everybody else waits for it: after one that took longer the next
   * is smaller, since disks differ tenfold.
   */
  readonly aimMs?: number;
}

/** Ends when nobody waits for an answer any more; an `AbortSignal` is one. */
export interface Patience {
  throwIfAborted(): void;
}

/**
 * A connection of the driver itself. Statements do not pass through TypeORM's query logger, since they hold
 * addresses and user ids.
 */
export interface Connection {
  /** Rejects with the driver's own error. `patience` gives up waiting for a turn, not a statement under way. */
  run(statement: Statement, patience?: Patience): Promise<StatementResult>;
  /** Closes the connection at once, whatever is under way on it. */
  discard(): void;
}

/** A connection whose statements stand outside every transaction of the host. */
export interface OutsideConnection extends Connection {
  /**
   * Runs the statements as one transaction and answers their results; or answers `null`, with nothing changed, where
   * the first one, the condition for the rest, affected no row.
   */
  runTogether(statements: Iterable<Statement>, patience?: Patience): Promise<StatementResult[] | null>;
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
  readonly parameter: (position: number) => string;
  /**
   * The time of the database's clock as an SQL expression, in milliseconds since 1970; `null` where the database has
   * no clock but the process's own.
   */
  readonly nowSql: string | null;
  /** Inserts a row of these columns, unless a row with the key is there already. */
  insertUnlessThere(table: TableNames, properties: readonly string[], key: string): string;
  /** Inserts a row of these columns; where a row with the key is there already, it is overwritten. */
  put(table: TableNames, properties: readonly string[], key: string): string;
  /**
   * Makes one statement of any number of entries, always with the same text; a row whose id is there already is left
   * alone.
   */
  insertOnce(table: TableNames): (rows: readonly EntryRow[]) => Statement;
  /** Limits an UPDATE or DELETE (`change`, without WHERE) to the first rows, in this order, for which `where` holds. */
  changeFirst(
    table: TableNames,
    change: string,
    rows: { readonly where: string; readonly orderBy: string },
    limit: number,
  ): string;
  /**
   * Answers the next different values (as `value`) of a text column, in the order of its bytes, without reading all
   * rows that hold them: an index begins with the column, or with `fixed` and the column.
   */
  distinctAfter(
    table: TableNames,
    property: string,
    after: string,
    limit: number,
    fixed?: { readonly property: string; readonly value: string },
  ): Statement;
  /** A value as a whole number of 64 bits, whatever the column is that it is compared with. */
  wholeNumber(placeholder: string): string;
  /** A column of any type as text. */
  asText(column: string): string;
  /** How searches are written, so that the index that is meant answers them. */
  readonly plans: ReadPlans;
  /** Ends a SELECT of rows to be changed: passes over rows that another transaction holds locked. */
  readonly skipLocked: string;
  readonly pruneBatch: BatchDefaults;
  /** Makes the connection overwrite what it deletes, where it would only mark it as free; `null` where it does not help. */
  readonly overwriteDeletedSql: string | null;
  /** Moves what was deleted out of the log of changes; `null` where no statement does. */
  readonly truncateLogSql: string | null;
  /** A driver's connection, for statements outside the host's transactions. */
  outside(raw: unknown, transactionEnds: () => Promise<void>): OutsideConnection;
  /** A driver's connection whose statements stand inside the transaction that is open on it. */
  inside(raw: unknown): Connection;
  faultOf(error: unknown): DatabaseFault;
}
