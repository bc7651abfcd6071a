import type { Investigation } from '../../investigation/investigation.js';

/** A network of the user, as candidates for links are sought on it. */
export interface SoughtNetwork {
  readonly network: string;
  readonly users: number;
  readonly usersIsAtLeast: boolean;
}

/** Another user who was on the same networks. */
export interface Neighbour {
  readonly userId: string;
  readonly sharedNetworks: number;
  /** Everybody on the network of those shared that has the fewest users. */
  readonly fewestUsers: number;
  readonly lastSeen: Date;
  readonly strength: 'strong' | 'moderate' | 'weak';
  readonly score: number;
}

/** More users than this are a crowd, whose network says nothing about any of them. */
const CROWD = 20;
const MOST_NETWORKS = 15;
const MOST_NEIGHBOURS = 50;

/**
 * Who else was on the networks of a user that are no crowds, the likeliest first: each shared network counts for as much
 * as it is rare, one for a network of two, a nineteenth for a network of twenty.
 *
 * @param networks those that may be counted as a link, last used first
 */
export async function neighboursOf(
  userId: string,
  networks: readonly SoughtNetwork[],
  investigation: Investigation,
): Promise<Neighbour[]> {
  const sought = networks
    .filter(({ network, users, usersIsAtLeast }) => {
      // Of an IPv6 network each address may have one user and the network several.
      const isAlone = users === 1 && !usersIsAtLeast && !network.includes(':');
      return !isAlone && users <= CROWD;
    })
    .slice(0, MOST_NETWORKS);
  const found = new Map<string, Omit<Neighbour, 'strength'>>();
  for (const { network } of sought) {
    const { items, truncated } = await investigation.usersOfRange(network);
    if (truncated || items.length > CROWD) continue;
    for (const use of items) {
      if (use.userId === userId) continue;
      const known = found.get(use.userId);
      found.set(use.userId, {
        userId: use.userId,
        sharedNetworks: (known?.sharedNetworks ?? 0) + 1,
        fewestUsers: Math.min(known?.fewestUsers ?? Infinity, items.length),
        lastSeen: known === undefined || use.lastSeen > known.lastSeen ? use.lastSeen : known.lastSeen,
        score: (known?.score ?? 0) + 1 / (items.length - 1),
      });
    }
  }
  return [...found.values()]
    .toSorted((a, b) => b.score - a.score || b.lastSeen.getTime() - a.lastSeen.getTime())
    .slice(0, MOST_NEIGHBOURS)
    .map((one) => ({ ...one, strength: strengthOf(one.score) }));
}

function strengthOf(score: number): Neighbour['strength'] {
  if (score >= 1.5) return 'strong';
  return score >= 0.5 ? 'moderate' : 'weak';
}
