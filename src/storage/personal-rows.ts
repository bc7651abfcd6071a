import type { Dialect, Statement } from './dialects/dialect.js';
import type { EqualColumn, IdBounds } from './dialects/read-plans.js';
import { firstIdOf } from './entry-id.js';
import { StatementText } from './statement-text.js';
import type { TableNames } from './table-names.js';

/** Rows that hold something of a person, and the change that takes it out of them. Changed rows are none of them. */
export interface PersonalRows {
  /** Changes at most so many of them. */
  change(limit: number): Statement;
  /** Answers one row with a column `total`. */
  count(): Statement;
}

/** Properties and their values; an index begins with them and ends with the id. */
export type Equal = readonly (readonly [property: string, value: string])[];

/**
 * Rows of a table of the package that has an `id`, found by an index that begins with some of its columns.
 *
 * @param change writes an UPDATE or DELETE without its WHERE, after which a row has other values there or is gone
 * @param until what was made at or before this time, where one is given
 */
export function personalRows(
  dialect: Dialect,
  table: TableNames,
  change: (text: StatementText) => string,
  equal: Equal,
  until: Date | null,
): PersonalRows {
  const rows = (text: StatementText) => rowsOf(dialect, text, table, equal, idsUntil(until));
  return {
    change(limit) {
      const text = new StatementText(dialect);
      const changed = change(text);
      return text.statement(dialect.changeFirst(table, changed, rows(text), limit));
    },
    count() {
      const text = new StatementText(dialect);
      return text.statement(`SELECT COUNT(*) AS total FROM ${table.path} WHERE ${rows(text).where}`);
    },
  };
}

/** The conditions and the order of rows that have these values, newest first, such that the index of them is used. */
export function rowsOf(
  dialect: Dialect,
  text: StatementText,
  table: TableNames,
  equal: Equal,
  bounds: IdBounds,
): { readonly where: string; readonly orderBy: string } {
  const columns = equal.map(([property, value]): EqualColumn => [
    table.column(property),
    () => text.value(value),
  ]);
  return dialect.plans.newest(text, columns, table.column('id'), bounds);
}

/** The ids of all that was made at or before a time; of all there is with `null`. */
export function idsUntil(until: Date | null): IdBounds {
  return { from: firstIdOf(0), below: until === null ? firstIdOf(Infinity) : firstIdOf(until.getTime() + 1) };
}
