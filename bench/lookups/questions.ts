import type { Investigation } from 'nest-audit-trail';
import { type LoadedEntry, type SiteFacts, WIDEST_RANGES } from '../support/site-entries.js';
import { textOfKey } from './text-of-key.js';

/** A question of the benchmark, and what it is asked of. */
export interface BenchQuestion {
  readonly title: string;
  /** For people: what the 95th percentile is to be. */
  readonly target: string;
  readonly asks: readonly ((investigation: Investigation) => Promise<unknown>)[];
}

/** Random arguments, with those among them that cost the most. */
export function questionsOf(
  { busiestUser, busiestAddressKey, sample }: SiteFacts,
  asks: number,
): BenchQuestion[] {
  const picked = pick(sample, asks);
  const users = [busiestUser, ...picked.map(([, , user]) => user)];
  const addresses = [busiestAddressKey, ...picked.map(([, , , key]) => key)].map(textOfKey);
  const ranges = (family: '4' | '6', bits: number) =>
    picked.filter(([, , , key]) => key.startsWith(family)).map(([, , , key]) => `${textOfKey(key)}/${bits}`);
  const busiest = `${textOfKey(busiestAddressKey)}/`;
  const mixed = [
    ...WIDEST_RANGES,
    ...ranges('4', 24),
    ...ranges('4', 16),
    ...ranges('6', 64),
    ...ranges('6', 32),
  ];
  const entriesOf = (some: readonly string[]) =>
    some.map((range) => (one: Investigation) => one.entries({ range }));
  return [
    {
      title: 'newest 50 of a user',
      target: '5 ms',
      asks: users.map((userId) => (one) => one.entries({ userId })),
    },
    {
      title: 'newest 50 of an entity',
      target: '5 ms',
      asks: picked.map(
        ([, , , , , entityType, entityId]) =>
          (one) =>
            one.entries({ entityType, entityId }),
      ),
    },
    { title: 'newest 50 of an address', target: '5 ms', asks: entriesOf(addresses) },
    { title: 'newest 50 of a /24', target: '30 ms', asks: entriesOf([`${busiest}24`, ...ranges('4', 24)]) },
    {
      title: 'newest 50 of a /16',
      target: '30 ms',
      asks: entriesOf([`${busiest}16`, ...WIDEST_RANGES.slice(0, 3), ...ranges('4', 16)]),
    },
    { title: 'newest 50 of an IPv6 /64', target: '30 ms', asks: entriesOf(ranges('6', 64)) },
    {
      title: 'newest 50 of an IPv6 /32',
      target: '30 ms',
      asks: entriesOf([...WIDEST_RANGES.slice(3), ...ranges('6', 32)]),
    },
    {
      title: 'a rare action in a range',
      target: '',
      asks: mixed.slice(0, asks).map((range) => (one) => one.entries({ range, action: 'never.done' })),
    },
    {
      title: 'ipsOfUser',
      target: '100 ms',
      asks: users.map((userId) => (one) => one.ipsOfUser(userId)),
    },
    {
      title: 'usersOfRange',
      target: '100 ms',
      asks: everyOther(mixed, asks).map((range) => (one) => one.usersOfRange(range)),
    },
    {
      title: 'linkedAccounts',
      target: '250 ms',
      asks: users.map((userId) => (one) => one.linkedAccounts(userId)),
    },
    {
      title: 'compare, 2 users',
      target: '',
      asks: users
        .slice(1)
        .map((userId) => (one) => one.compare([busiestUser, userId === busiestUser ? '1' : userId])),
    },
    {
      title: 'a user who is not there',
      target: '',
      asks: users.map(() => (one) => one.entries({ userId: 'nobody' })),
    },
  ];
}

function pick(sample: readonly LoadedEntry[], count: number): LoadedEntry[] {
  return everyOther(sample, count);
}

/** So many of them, evenly. */
function everyOther<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * step)] as T);
}
