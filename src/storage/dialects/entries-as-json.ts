import type { EntryRow } from '../entry-row.js';

/** Entries as one parameter: an array for each, in the order of `ENTRY_PROPERTIES`. */
export function entriesAsJson(rows: readonly EntryRow[]): string {
  return JSON.stringify(
    rows.map((row) => [
      row.id,
      row.createdAt,
      row.userId,
      row.ip,
      row.action,
      row.entityType,
      row.entityId,
      row.outcome,
      row.snapshot,
    ]),
  );
}
