import type { Dialect } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
import type { StatementText } from '../statement-text.js';
import type { TableNames } from '../table-names.js';

/** Ranges in one statement; SQLite takes 500 at the most, and works on nothing else meanwhile. */
export const RANGES_AT_ONCE = 100;

/** These properties of the last `limit` entries of each range, of one address its newest, beside its `first_key`. */
export function rowsOfRanges(
  dialect: Dialect,
  table: TableNames,
  text: StatementText,
  ranges: readonly KeyRange[],
  wanted: { readonly properties: readonly string[]; readonly bounds: IdBounds; readonly limit: number },
): string {
  const { properties, bounds, limit } = wanted;
  const id = table.column('id');
  const ip = dialect.indexedText(table.column('ip'));
  const columns = properties.map((property) => table.column(property)).join(', ');
  return dialect.plans.rowsOfEach(
    text,
    ranges,
    (first, last) =>
      `${columns} FROM ${dialect.plans.from(table, ['ip', 'id'])} WHERE ${ip} >= ${first()} AND ${ip} <= ${last()} ` +
      `AND ${id} >= ${text.value(bounds.from)} AND ${id} < ${text.value(bounds.below)} ` +
      `ORDER BY ${ip} DESC, ${id} DESC LIMIT ${limit}`,
  );
}
