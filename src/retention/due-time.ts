import type { ResolvedOptions } from '../options/resolved-options.js';
import { cutoffOf, DAY_MS } from '../settings/cutoff.js';
import type { PruneTimes } from '../settings/pruned-places.js';
import type { StoreTimes } from '../settings/store-times.js';
import type { DueTime } from '../storage/retention-rules.js';

/** An erasure is repeated for so long for what another process still had in memory, or a backup brings back. */
const ERASURES_REMEMBERED_MS = 30 * DAY_MS;

/** Who made a block and who lifted it, when and why, is kept for so long after it has ended. */
const ENDED_BLOCKS_KEPT_MS = 365 * DAY_MS;

/** The times of a run that begins now. */
export function pruneTimesOf(now: number, { days, keepDays }: StoreTimes): PruneTimes {
  return { now: new Date(now), cutoff: cutoffOf(now, days), entriesCutoff: cutoffOf(now, keepDays) };
}

/** The time that a rule names; `null` where nothing becomes due by it. */
export function dueTime(
  name: DueTime,
  { now, cutoff, entriesCutoff }: PruneTimes,
  { lookupLogDays }: Pick<ResolvedOptions, 'lookupLogDays'>,
): Date | null {
  const times: Record<DueTime, Date | null> = {
    storeTime: cutoff,
    entriesEnd: entriesCutoff,
    lookupsEnd: cutoffOf(now.getTime(), lookupLogDays),
    now,
    erasuresEnd: new Date(now.getTime() - ERASURES_REMEMBERED_MS),
    blocksEnd: new Date(now.getTime() - ENDED_BLOCKS_KEPT_MS),
  };
  return times[name];
}
