import { type AccountActivity, DAY_MS } from './account-activity.js';
import type { IsOwn } from './own-places.js';
import { overlapMs, type Place, type Span, spansAt } from './places.js';

/** One in so many pairs who live or work together also meet at some second place. */
const ALSO_TOGETHER = 50;
/** Two places are used side by side for at least this long; a home that moves is at the old and the new for less. */
const SIDE_BY_SIDE_MS = DAY_MS / 4;

/**
 * Step 3, a second place. One place in common is explained by living or working there together. A second one, used
 * in the same weeks and not just the address to which the first one moved, is shared by chance by as many of the
 * site's accounts as are seen there; nobody shares less than one in fifty.
 *
 * @param first the place that says most
 * @param placesOfBoth all places that both accounts use, the first included
 * @returns by how much likelier the second place is for one person than for two who share the first; 1 without one
 */
export function secondPlaceFactor(
  accounts: readonly [AccountActivity, AccountActivity],
  first: Place,
  placesOfBoth: readonly Place[],
  siteUsers: number,
): number {
  const ids = accounts.map(({ userId }) => userId);
  const here = spansAt(first, ids);
  let factor = 1;
  for (const place of placesOfBoth) {
    if (place === first || !areSideBySide(here, spansAt(place, ids))) continue;
    factor = Math.max(factor, Math.min(ALSO_TOGETHER, siteUsers / place.others.size));
  }
  return factor;
}

/** A place beside its two halves, if its IPv4 half is a crowd's. */
export interface SplitPlace {
  readonly place: Place;
  readonly halves: { readonly ipv4: Place; readonly ipv6: Place } | null;
}

export function splitPlace(place: Place, isOwn: IsOwn): SplitPlace {
  const [ipv4, ipv6] = [halfOf(place, '4'), halfOf(place, '6')];
  const isCrowd = ipv4.networks.length > 0 && !ipv4.networks.some(({ network }) => isOwn(network));
  return { place, halves: isCrowd ? { ipv4, ipv6 } : null };
}

/**
 * The IPv4 and the IPv6 half of a place, as two places, where they cannot be one: the IPv4 half is a crowd's, and
 * the other account has an IPv4 address of its own beside it, to which the IPv6 half then belongs.
 */
export function halvesOf(
  { place, halves }: SplitPlace,
  { userId, visits }: AccountActivity,
  isOwn: IsOwn,
): Place[] {
  if (halves === null || !halves.ipv6.others.has(userId)) return [place];
  const others = [...visits.values()].filter(({ network }) => network.startsWith('4') && isOwn(network));
  return areSideBySide(others, spansAt(halves.ipv4, [userId])) ? [halves.ipv4, halves.ipv6] : [place];
}

const areSideBySide = (some: readonly Span[], others: readonly Span[]): boolean =>
  some.some((one) => others.some((other) => overlapMs(one, other) >= SIDE_BY_SIDE_MS));

function halfOf({ networks }: Place, family: string): Place {
  const half = networks.filter(({ network }) => network.startsWith(family));
  return { networks: half, others: new Set(half.flatMap(({ users }) => users.map((use) => use.userId))) };
}
