import type { EntryRow } from '../storage/entry-row.js';
import type { WaitingGroup } from './waiting-group.js';

/** Nearly always there is one group, which needs no copy. */
export function rowsOf(groups: readonly WaitingGroup[]): readonly EntryRow[] {
  const [only] = groups;
  return groups.length === 1 && only !== undefined ? only.rows : groups.flatMap((group) => group.rows);
}

export function countRows(groups: readonly WaitingGroup[]): number {
  return groups.reduce((sum, group) => sum + group.rows.length, 0);
}
