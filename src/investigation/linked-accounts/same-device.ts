import type { AccountActivity } from './account-activity.js';

/** One shared home in so many has a device that two people use. */
const SHARED_DEVICE = 100;
/** Somebody with a device for each account, one person in so many. */
const DEVICE_EACH = 20;
/** A whole address that more accounts than this use is a proxy's, not a device's. */
const MOST_ACCOUNTS = 5;

/**
 * Step 4, the device. A device in a home's IPv6 network makes itself an address out of 2^64 and keeps it for about
 * a day. Two accounts with the same whole address on one day used one device. Two that were on one network on the
 * same day with different addresses used two; that counts against them the more, the more steadily both are seen
 * with a single address a day.
 *
 * @param isProxy whether so many accounts use a whole address that it cannot be one device
 */
export function deviceFactor(
  a: AccountActivity,
  b: AccountActivity,
  isProxy: (key: string) => boolean,
): number {
  let daysApart = 0;
  for (const [network, { addresses }] of a.visits) {
    const theirs = b.visits.get(network)?.addresses;
    if (theirs === undefined) continue;
    for (const [day, keys] of addresses) {
      const others = theirs.get(day);
      if (others === undefined) continue;
      const same = [...keys].filter((key) => others.has(key));
      if (same.some((key) => !isProxy(key))) return SHARED_DEVICE;
      if (same.length === 0) daysApart++;
    }
  }
  return Math.max(1 / DEVICE_EACH, (1 - 0.8 * steadiness(a, b)) ** daysApart);
}

/** The share of days on an IPv6 network that passed with one address only. */
function steadiness(a: AccountActivity, b: AccountActivity): number {
  let steady = 1;
  let days = 2;
  for (const { visits } of [a, b]) {
    for (const { addresses } of visits.values()) {
      days += addresses.size;
      for (const keys of addresses.values()) if (keys.size === 1) steady++;
    }
  }
  return steady / days;
}

/** Finds the whole addresses that too many of the accounts use. */
export function proxiesAmong(accounts: Iterable<AccountActivity>): (key: string) => boolean {
  const users = new Map<string, Set<string>>();
  for (const { userId, visits } of accounts) {
    for (const { addresses } of visits.values()) {
      for (const keys of addresses.values()) {
        for (const key of keys) users.set(key, (users.get(key) ?? new Set()).add(userId));
      }
    }
  }
  return (key) => (users.get(key)?.size ?? 0) > MOST_ACCOUNTS;
}
