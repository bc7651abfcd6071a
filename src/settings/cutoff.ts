export const DAY_MS = 86_400_000;

/** What was made at or before this time has been kept for the whole number of days; `null` for ever. */
export function cutoffOf(now: number, days: number | 'forever'): Date | null {
  return days === 'forever' ? null : new Date(now - days * DAY_MS);
}
