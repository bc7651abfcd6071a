/** Points in time as a staff member reads them. */
export interface TimeText {
  readonly zone: string;
  /** `24 Nov 2026, 10:44` */
  moment(at: Date): string;
  /** `24 Nov 2026` */
  day(at: Date): string;
  /** `24 Nov` */
  shortDay(at: Date): string;
  /** `24 Nov, 10:44` */
  shortMoment(at: Date): string;
  /** The day as `2026-11-24`, and the hour, 0 to 23. */
  dayAndHour(atMs: number): { day: string; hour: number };
}

/** @param zone an IANA time zone */
export function timeTextOf(zone: string): TimeText {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const moments = format({ ...date, ...time });
  const days = format(date);
  const shortDate = { day: 'numeric', month: 'short' } as const;
  const shortDays = format(shortDate);
  const shortMoments = format({ ...shortDate, ...time });
  const parts = format({ ...time, year: 'numeric', month: '2-digit', day: '2-digit' });
  // A zone is a whole number of quarters of an hour away from UTC: entries of one quarter share their day and hour.
  const quarters = new Map<number, { day: string; hour: number }>();
  return {
    zone,
    moment: (at) => moments.format(at),
    day: (at) => days.format(at),
    shortDay: (at) => shortDays.format(at),
    shortMoment: (at) => shortMoments.format(at),
    dayAndHour: (atMs) => {
      const quarter = Math.floor(atMs / 900_000);
      let known = quarters.get(quarter);
      if (known === undefined) {
        const of = Object.fromEntries(parts.formatToParts(atMs).map(({ type, value }) => [type, value]));
        known = { day: `${of['year']}-${of['month']}-${of['day']}`, hour: Number(of['hour']) };
        quarters.set(quarter, known);
      }
      return known;
    },
  };
}

export function isTimeZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || !/^[\w+/-]{1,60}$/.test(zone)) return false;
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
