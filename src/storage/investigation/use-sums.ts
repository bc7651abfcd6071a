import type { StatementResult } from '../dialects/dialect.js';
import type { TableNames } from '../table-names.js';

/** How much of the table one answer may read, and how much it may hold. */
export interface ReadLimits {
  readonly entries: number;
  readonly items: number;
}

/** When something was used, and how often. Times are milliseconds since 1970. */
export interface StoredUse {
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly entries: number;
}

/** What was found, last used first; and whether a limit cut something off. */
export interface StoredFound<T> {
  readonly items: T[];
  readonly truncated: boolean;
}

/** The properties that summing up needs of each entry, beside the one that it groups by. */
export const SUMMED_PROPERTIES = ['createdAt', 'outcome'] as const;

/**
 * Sums up entries that were read by a property. Failed attempts never count as evidence, but they do count as read,
 * so that somebody who fails a million times makes no answer slow.
 *
 * @param by a column as its index compares it: PostgreSQL sorts by the language of the database otherwise, and slowly
 */
export function sumUp(table: TableNames, entries: string, by: string, alsoCounted: string, items: number) {
  const at = `CASE WHEN ${table.column('outcome')} = 'done' THEN ${table.column('createdAt')} END`;
  return (
    `SELECT ${by} AS used, MIN(${at}) AS first_seen, MAX(${at}) AS last_seen, COUNT(${at}) AS entries, ` +
    `${alsoCounted}SUM(COUNT(*)) OVER () AS entries_read FROM (${entries}) n ` +
    `GROUP BY ${by} ORDER BY MAX(${at}) IS NULL, last_seen DESC, used LIMIT ${items + 1}`
  );
}

/** Reads its answer. */
export function foundOf<T>(
  { rows }: StatementResult,
  limits: ReadLimits,
  itemOf: (row: Readonly<Record<string, unknown>>, use: StoredUse) => T,
): StoredFound<T> {
  const used = rows.filter((row) => row['used'] !== null && Number(row['entries']) > 0);
  const items = used.slice(0, limits.items).map((row) =>
    itemOf(row, {
      firstSeen: Number(row['first_seen']),
      lastSeen: Number(row['last_seen']),
      entries: Number(row['entries']),
    }),
  );
  const entriesRead = Number(rows[0]?.['entries_read'] ?? 0);
  return { items, truncated: used.length > limits.items || entriesRead > limits.entries };
}
