import type { StatementText } from '../statement-text.js';
import type { TableNames } from '../table-names.js';

/** Ids from the first (included) to the second (not included). */
export interface IdBounds {
  readonly from: string;
  readonly below: string;
}

/** Address keys from the first to the last, both included. */
export interface KeyRange {
  readonly first: string;
  readonly last: string;
}

/** A column, and what writes the placeholder of the value that it is to have. */
export type EqualColumn = readonly [column: string, value: () => string];

/**
 * How each database is told which index answers a question. Left to its own guesses, each of them walks the whole
 * table by time when it is asked for the newest entries of a range, with some statistics or without any. So a
 * statement is written such that one index fits it and no other does.
 */
export interface ReadPlans {
  /** The table, read by this index. */
  from(table: TableNames, index: readonly string[]): string;
  /** FROM and WHERE of rows that are gone through by their ids, newest first, within `bounds`; conditions may follow. */
  byTime(table: TableNames, bounds: string): string;
  /** A text column in a condition that no index is to answer, since another one does. */
  aside(column: string): string;
  /**
   * Rows of an index (text columns, then the id) whose columns have these values, newest first. All other conditions
   * follow on `where`, and their values are named after it.
   */
  newest(
    text: StatementText,
    equal: readonly EqualColumn[],
    id: string,
    bounds: IdBounds,
  ): { readonly where: string; readonly orderBy: string };
  /** FROM with the rows (`e`) whose ids a subquery lists (`r`), looked up one by one in its order. */
  lookUp(ids: string, table: TableNames): string;
  /**
   * The rows of each range beside its first key (`first_key`): a statement to select from. `rows` writes, for one
   * range, what follows SELECT, up to the limit.
   */
  rowsOfEach(text: StatementText, ranges: readonly KeyRange[], rows: RowsOfRange): string;
}

/** Writes the SELECT of one range without the word, given the placeholders of its keys. */
export type RowsOfRange = (first: () => string, last: () => string) => string;

/** `rowsOfEach` where a subquery cannot see the row beside it: the SELECTs one after another, each put into `member`. */
export function unionOfRanges(
  text: StatementText,
  ranges: readonly KeyRange[],
  rows: RowsOfRange,
  member: (select: string) => string,
): string {
  return ranges
    .map(({ first, last }) => {
      const key = text.value(first);
      const rest = rows(
        () => text.value(first),
        () => text.value(last),
      );
      return member(`SELECT ${key} AS first_key, ${rest}`);
    })
    .join(' UNION ALL ');
}

/** `newest` where an index on (column, id) is known to answer equality first. */
export function equalThenNewest(
  text: StatementText,
  equal: readonly EqualColumn[],
  id: string,
  { from, below }: IdBounds,
): { where: string; orderBy: string } {
  const conditions = equal.map(([column, value]) => `${column} = ${value()}`);
  return {
    where: [...conditions, `${id} >= ${text.value(from)}`, `${id} < ${text.value(below)}`].join(' AND '),
    orderBy: `${id} DESC`,
  };
}
