import { DAY_MS } from './account-activity.js';
import type { LinkEvidence, NetworkUse, UsedNetwork } from './link-evidence.js';
import { neighbourhood, overlapMs, useBy } from './places.js';

/** What one account shares with the account asked about. */
export interface SharedNetworks {
  readonly userId: string;
  readonly shared: { readonly network: UsedNetwork; readonly use: NetworkUse; readonly weight: number }[];
  /** The weights together, /56 neighbours included. */
  weight: number;
}

type SharedNetwork = SharedNetworks['shared'][number];

/** So many others on a network are a household; more are strangers too. */
export const HOUSEHOLD = 3;

/** How long an address stays with a home, as providers lend them: some weeks. */
const LEASE_MS = 30 * DAY_MS;
/** What is left of an address that the two used long apart: fixed lines keep theirs for years. */
const FIXED_LINES = 0.3;
/** A neighbour in the same /56 counts as so much of one on the same /64. */
const NEIGHBOUR = 0.1;

/**
 * Step 1, shared networks. A network counts 1 / (its other users): if one of them is the same person, each is as
 * likely as the other. It counts less the longer the time between the two accounts' use of it, since an address
 * may have been lent to somebody else meanwhile. Other networks of the same IPv6 /56 count a tenth.
 *
 * The addresses of a pool (an office, a VPN: one IPv4 /24 or IPv6 /48, more than a household on each) are dealt out to
 * whoever comes. However many of them two accounts met on, they count as the one that says most: else those who act
 * the most would seem linked to everybody there.
 */
export function sharedNetworks({
  userId,
  networks,
}: Pick<LinkEvidence, 'userId' | 'networks'>): Map<string, SharedNetworks> {
  const found = new Map<string, SharedNetworks>();
  const of = (other: string): SharedNetworks => {
    const known = found.get(other) ?? { userId: other, shared: [], weight: 0 };
    found.set(other, known);
    return known;
  };
  for (const network of networks) {
    const mine = useBy(userId, network.users);
    if (mine === undefined) continue;
    const others = network.users.length - 1;
    for (const use of network.users) {
      if (use.userId === userId) continue;
      const weight = stillTheirs(mine, use) / others;
      of(use.userId).shared.push({ network, use, weight });
    }
    const around = network.neighbours ?? [];
    for (const use of around) {
      of(use.userId).weight += (NEIGHBOUR * stillTheirs(mine, use)) / (others + around.length);
    }
  }
  for (const link of found.values()) link.weight += weightOf(link.shared);
  return found;
}

function weightOf(shared: readonly SharedNetwork[]): number {
  let households = 0;
  const pools = new Map<string, number>();
  for (const { network, weight } of shared) {
    const door = neighbourhood(network.network);
    if (network.users.length - 1 <= HOUSEHOLD) households += weight;
    else pools.set(door, Math.max(weight, pools.get(door) ?? 0));
  }
  return [...pools.values()].reduce((sum, weight) => sum + weight, households);
}

/** How far the two uses can be of one lease: 1 where they overlap, falling with the time between them. */
export function stillTheirs(a: NetworkUse, b: NetworkUse): number {
  const between = Math.max(0, -overlapMs(a, b));
  return FIXED_LINES + (1 - FIXED_LINES) * Math.exp(-between / LEASE_MS);
}
