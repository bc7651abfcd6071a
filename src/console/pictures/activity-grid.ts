import { utcDay } from '../libraries.js';
import type { TimeText } from '../time-text.js';

/** Entries by day and hour, in the reader's time zone. */
export interface ActivityGrid {
  /** `2026-11-24`, every day without a gap, oldest first. */
  readonly days: readonly string[];
  /** For each day the entries of its 24 hours. */
  readonly counts: readonly (readonly number[])[];
  readonly entries: number;
  /** The hour of the day with the most entries. */
  readonly busiestHour: number;
  /** The longest stretch of hours without any entry, `null` where each has some; it may pass midnight. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
}

const HOURS = 24;
/** Older days would be too narrow to see. */
const MOST_DAYS = 184;

/** @param times milliseconds since 1970 */
export function activityGrid(times: readonly number[], nowMs: number, time: TimeText): ActivityGrid | null {
  if (times.length === 0) return null;
  const first = new Date(time.dayAndHour(times.reduce((a, b) => Math.min(a, b))).day);
  const last = new Date(time.dayAndHour(nowMs).day);
  const days = utcDay
    .range(first, utcDay.offset(last, 1))
    .slice(-MOST_DAYS)
    .map((day) => day.toISOString().slice(0, 10));
  const rows = new Map(days.map((day) => [day, Array.from({ length: HOURS }, () => 0)]));
  const byHour = Array.from({ length: HOURS }, () => 0);
  for (const at of times) {
    const { day, hour } = time.dayAndHour(at);
    byHour[hour] = (byHour[hour] ?? 0) + 1;
    const row = rows.get(day);
    if (row !== undefined) row[hour] = (row[hour] ?? 0) + 1;
  }
  return {
    days,
    counts: [...rows.values()],
    entries: times.length,
    busiestHour: byHour.indexOf(Math.max(...byHour)),
    quiet: longestQuiet(byHour),
  };
}

function longestQuiet(byHour: readonly number[]): ActivityGrid['quiet'] {
  let best = { from: 0, hours: 0 };
  for (let from = 0; from < HOURS; from++) {
    let hours = 0;
    while (hours < HOURS && byHour[(from + hours) % HOURS] === 0) hours++;
    if (hours > best.hours) best = { from, hours };
  }
  return best.hours === 0 ? null : { from: best.from, to: (best.from + best.hours) % HOURS };
}
