import type { SortableKey } from '../address/sortable-key.js';

/** One row of the entry table, as the drivers take it. */
export interface EntryRow {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly userId: string | null;
  readonly ip: SortableKey | null;
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly outcome: 'done' | 'failed';
  /** JSON. */
  readonly snapshot: string | null;
}

/** The order in which every statement names the columns. */
export const ENTRY_PROPERTIES = [
  'id',
  'createdAt',
  'userId',
  'ip',
  'action',
  'entityType',
  'entityId',
  'outcome',
  'snapshot',
] as const satisfies readonly (keyof EntryRow)[];
