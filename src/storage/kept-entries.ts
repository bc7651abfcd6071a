import type { ResolvedOptions } from '../options/resolved-options.js';
import { firstIdOf } from './entry-id.js';

const DAY_MS = 86_400_000;

/**
 * What reads may show of the entries, whether or not the pruner has run: ids sort by time, and so each limit is an
 * id, itself shown.
 */
export interface KeptEntries {
  /** The oldest entry that is shown. */
  readonly entriesFrom: string;
  /** The oldest entry that is shown with its address and its snapshot. */
  readonly addressesFrom: string;
}

/** @param now milliseconds since 1970 */
export function keptEntries(
  now: number,
  { ipStoreDays, keepEntries }: Pick<ResolvedOptions, 'ipStoreDays' | 'keepEntries'>,
): KeptEntries {
  const addressesFrom = firstKeptId(now, ipStoreDays);
  return {
    addressesFrom,
    entriesFrom: keepEntries === false ? addressesFrom : firstKeptId(now, keepEntries.days),
  };
}

/** The first id that was made after now less the days. */
export function firstKeptId(now: number, days: number | 'forever'): string {
  return firstIdOf(days === 'forever' ? 0 : now - days * DAY_MS + 1);
}
