import type { StoredUse } from '../storage/investigation/use-sums.js';

/** An answer in one piece, of at most 5,000 items. */
export interface Found<T> {
  items: T[];
  /** Whether there is more than the answer holds: items were cut off, or only the newest entries were read. */
  truncated: boolean;
  /** The time of the oldest entry that is still kept: what is older has expired. `null` where none is kept. */
  oldestKept: Date | null;
}

/** When something was used, and how often. */
export interface Use {
  firstSeen: Date;
  lastSeen: Date;
  entries: number;
}

/** The most items that one answer holds. */
export const MOST_ITEMS = 5_000;

/** The most entries that one answer is made from. */
export const MOST_ENTRIES = 20_000;

export function useOf({ firstSeen, lastSeen, entries }: StoredUse): Use {
  return { firstSeen: new Date(firstSeen), lastSeen: new Date(lastSeen), entries };
}
