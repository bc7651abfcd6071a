import { StatementText } from '../statement-text.js';
import type { TableNames } from '../table-names.js';
import type { Dialect, Statement } from './dialect.js';

/**
 * `Dialect.distinctAfter` for databases that read every row of an index for DISTINCT: each step looks up the next
 * greater value, and so one row.
 */
export function distinctByLookups(
  dialect: Pick<Dialect, 'parameter' | 'indexedText'>,
  table: TableNames,
  property: string,
  after: string,
  limit: number,
  fixed?: { readonly property: string; readonly value: string },
): Statement {
  const text = new StatementText(dialect);
  const column = table.column(property);
  const compared = dialect.indexedText(column);
  const same = (): string =>
    fixed === undefined
      ? ''
      : `${dialect.indexedText(table.column(fixed.property))} = ${text.value(fixed.value)} AND `;
  const next = (last: () => string): string =>
    `SELECT ${column} FROM ${table.path} WHERE ${same()}${compared} > ${last()} ORDER BY ${compared} LIMIT 1`;
  return text.statement(
    `WITH RECURSIVE walk(value) AS (SELECT * FROM (${next(() => text.value(after))}) AS first_one UNION ALL ` +
      `SELECT (${next(() => 'walk.value')}) FROM walk WHERE walk.value IS NOT NULL) ` +
      `SELECT value FROM walk WHERE value IS NOT NULL LIMIT ${limit}`,
  );
}
