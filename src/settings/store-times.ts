import type { ResolvedOptions } from '../options/resolved-options.js';
import { DAY_MS } from './cutoff.js';

/** How long the entries of a site are kept, in days. */
export interface StoreTimes {
  /** After so many days an entry loses its address. */
  readonly days: number | 'forever';
  /** After so many days the entry itself goes; the same where `keepEntries` is `false`. */
  readonly keepDays: number | 'forever';
}

/** Store times as processes announced them. */
export interface AnnouncedStoreTimes extends StoreTimes {
  /** Milliseconds since 1970 to which they hold beside newer ones; `null` for the newest. */
  readonly until: number | null;
}

export function storeTimesOf({
  ipStoreDays,
  keepEntries,
}: Pick<ResolvedOptions, 'ipStoreDays' | 'keepEntries'>): StoreTimes {
  return { days: ipStoreDays, keepDays: keepEntries === false ? ipStoreDays : keepEntries.days };
}

/**
 * What is announced once a process has started with its own store times: its own first, and what was announced
 * before for one day more, since processes that are configured so may still run.
 */
export function announceStoreTimes(
  announced: readonly AnnouncedStoreTimes[],
  own: StoreTimes,
  now: number,
): AnnouncedStoreTimes[] {
  const others = stillHolding(announced, now).filter((one) => !areSame(one, own));
  return [{ ...own, until: null }, ...others.map((one) => ({ ...one, until: one.until ?? now + DAY_MS }))];
}

/** The longest of the store times that hold: of two configurations that run side by side, the one that keeps more. */
export function longestStoreTimes(announced: readonly AnnouncedStoreTimes[], now: number): StoreTimes | null {
  const holding = stillHolding(announced, now);
  if (holding.length === 0) return null;
  return {
    days: longest(holding.map(({ days }) => days)),
    keepDays: longest(holding.map(({ keepDays }) => keepDays)),
  };
}

export function areSame(one: StoreTimes, other: StoreTimes): boolean {
  return one.days === other.days && one.keepDays === other.keepDays;
}

function stillHolding(announced: readonly AnnouncedStoreTimes[], now: number): AnnouncedStoreTimes[] {
  return announced.filter(({ until }) => until === null || until > now);
}

function longest(days: readonly (number | 'forever')[]): number | 'forever' {
  const numbers = days.filter((one) => one !== 'forever');
  return numbers.length < days.length ? 'forever' : Math.max(...numbers);
}
