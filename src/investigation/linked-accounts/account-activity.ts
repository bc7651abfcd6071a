import { networkPrefixOfKey } from '../../address/network.js';
import type { SortableKey } from '../../address/sortable-key.js';

/** One entry of an account, as far as linking needs it. */
export interface Sighting {
  readonly atMs: number;
  readonly key: SortableKey;
}

/** When one account was on one network. */
export interface NetworkVisits {
  readonly network: string;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Days since 1970 (UTC), rising. */
  readonly days: readonly number[];
  /** IPv6 only: the whole addresses that were used, by day. */
  readonly addresses: ReadonlyMap<number, ReadonlySet<SortableKey>>;
}

/** A stretch of entries without a longer pause. */
export interface Sitting {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What one account did lately, summed up once so that it can be compared with many others. */
export interface AccountActivity {
  readonly userId: string;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Days since 1970 (UTC) on which the account acted, rising. */
  readonly days: readonly number[];
  readonly sittings: readonly Sitting[];
  readonly visits: ReadonlyMap<string, NetworkVisits>;
}

export const DAY_MS = 86_400_000;
const LONGEST_PAUSE_MS = 30 * 60_000;

const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

/** Sums up an account's entries, in any order; at least one. */
export function activityOf(userId: string, entries: readonly Sighting[]): AccountActivity {
  const sorted = entries.toSorted((a, b) => a.atMs - b.atMs);
  const sittings: { fromMs: number; toMs: number }[] = [];
  const days: number[] = [];
  const visits = new Map<string, ReturnType<typeof beginVisits>>();
  for (const { atMs, key } of sorted) {
    const sitting = sittings.at(-1);
    if (sitting !== undefined && atMs - sitting.toMs <= LONGEST_PAUSE_MS) sitting.toMs = atMs;
    else sittings.push({ fromMs: atMs, toMs: atMs });
    const day = dayOf(atMs);
    if (days.at(-1) !== day) days.push(day);
    const network = networkPrefixOfKey(key);
    let here = visits.get(network);
    if (here === undefined) visits.set(network, (here = beginVisits(network, atMs)));
    here.lastMs = atMs;
    if (here.days.at(-1) !== day) here.days.push(day);
    if (key.startsWith('6')) {
      const addresses = here.addresses.get(day);
      if (addresses === undefined) here.addresses.set(day, new Set([key]));
      else addresses.add(key);
    }
  }
  return {
    userId,
    firstMs: sorted[0]?.atMs ?? 0,
    lastMs: sorted.at(-1)?.atMs ?? 0,
    days,
    sittings,
    visits,
  };
}

function beginVisits(network: string, atMs: number) {
  return {
    network,
    firstMs: atMs,
    lastMs: atMs,
    days: [] as number[],
    addresses: new Map<number, Set<SortableKey>>(),
  };
}
