import type { TableNames } from '../table-names.js';

/** INSERT of one row with a placeholder for each column, as every database takes it. */
export function insertSql(
  table: TableNames,
  properties: readonly string[],
  parameter: (position: number) => string,
): string {
  const columns = properties.map((property) => table.column(property));
  const values = properties.map((_, i) => parameter(i + 1));
  return `INSERT INTO ${table.path} (${columns.join(', ')}) VALUES (${values.join(', ')})`;
}

/** What PostgreSQL and SQLite add to it so that a row with the same key is overwritten. */
export function overwriteOnConflict(table: TableNames, properties: readonly string[], key: string): string {
  const columns = properties
    .filter((property) => property !== key)
    .map((property) => `${table.column(property)} = excluded.${table.column(property)}`);
  return `ON CONFLICT (${table.column(key)}) DO UPDATE SET ${columns.join(', ')}`;
}
