import { textOfKey } from '../../address/sortable-key.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { ENTRY_PROPERTIES } from '../entry-row.js';
import type { TableNames } from '../table-names.js';

/** The columns of an entry as a statement lists them, each under the name of its property. */
export function entryColumns(table: TableNames, quote: (name: string) => string, from = ''): string {
  return ENTRY_PROPERTIES.map((property) => `${from}${table.column(property)} AS ${quote(property)}`).join(
    ', ',
  );
}

/** @param showsAddress whether its store time has not passed: past it neither address nor snapshot is shown */
export function entryOfRow(row: Readonly<Record<string, unknown>>, showsAddress: boolean): AuditTrailEntry {
  const entry = new AuditTrailEntry();
  entry.id = String(row['id']);
  entry.createdAt = new Date(Number(row['createdAt']));
  entry.userId = row['userId'] as string;
  entry.ip = showsAddress && typeof row['ip'] === 'string' ? textOfKey(row['ip']) : null;
  entry.action = String(row['action']);
  entry.entityType = String(row['entityType']);
  entry.entityId = String(row['entityId']);
  entry.outcome = row['outcome'] === 'failed' ? 'failed' : 'done';
  entry.snapshot =
    showsAddress && typeof row['snapshot'] === 'string' ? (JSON.parse(row['snapshot']) as object) : null;
  return entry;
}
