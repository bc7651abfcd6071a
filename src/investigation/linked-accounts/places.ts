import type { NetworkUse, UsedNetwork } from './link-evidence.js';

/** A stretch of time; both ends belong to it. */
export interface Span {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Networks behind one door: the addresses of an office, a carrier's pool, a home's IPv4 address and IPv6 network. */
export interface Place {
  readonly networks: readonly UsedNetwork[];
  /** Everybody who was seen there, except the account asked about. */
  readonly others: ReadonlySet<string>;
}

/**
 * Sorts the networks of an account into places.
 *
 * Networks of one neighbourhood (IPv4 /24, IPv6 /48) are one place. An IPv6 network is the other half of the IPv4
 * place whose users are most like its own, since homes and offices have both.
 */
export function placesOf(userId: string, networks: readonly UsedNetwork[]): Place[] {
  const pools = poolsOf(userId, networks);
  const places = pools.filter((pool) => pool.isIpv4);
  if (places.length === 0) return pools;
  for (const pool of pools) {
    if (pool.isIpv4) continue;
    const likeness = places.map((place) => share(pool.others, place.own));
    const alike = places[likeness.indexOf(Math.max(...likeness))];
    alike?.networks.push(...pool.networks);
    for (const other of pool.others) alike?.others.add(other);
  }
  return places;
}

function poolsOf(userId: string, networks: readonly UsedNetwork[]) {
  const pools = new Map<string, ReturnType<typeof emptyPool>>();
  for (const network of networks) {
    const door = neighbourhood(network.network);
    const pool = pools.get(door) ?? emptyPool(network.network.startsWith('4'));
    pools.set(door, pool);
    pool.networks.push(network);
    for (const use of network.users) if (use.userId !== userId) pool.others.add(use.userId);
  }
  // What IPv6 halves are compared with: the users before any half was joined.
  for (const pool of pools.values()) pool.own = new Set(pool.others);
  return [...pools.values()];
}

const emptyPool = (isIpv4: boolean) => ({
  isIpv4,
  networks: [] as UsedNetwork[],
  others: new Set<string>(),
  own: new Set<string>(),
});

/** The key of the IPv4 /24 or the IPv6 /48 around a network. */
export const neighbourhood = (network: string): string => network.slice(0, network.startsWith('4') ? 7 : 13);

/** Of all who are on either, the share that is on both; with a grain for the smaller crowd where nobody is. */
function share(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  return (both + 0.001) / (a.size + b.size - both + 1);
}

/** When the accounts were there, a stretch for each network that one of them used; of IPv4 where the place has it. */
export function spansAt({ networks }: Place, accounts: readonly string[]): Span[] {
  const ipv4 = networks.filter(({ network }) => network.startsWith('4'));
  return (ipv4.length > 0 ? ipv4 : networks).flatMap(({ users }) => {
    const uses = users.filter((use) => accounts.includes(use.userId));
    if (uses.length === 0) return [];
    const [firstMs, lastMs] = [uses.map((use) => use.firstMs), uses.map((use) => use.lastMs)];
    return { firstMs: Math.min(...firstMs), lastMs: Math.max(...lastMs) };
  });
}

/** How long both stretches were under way, in milliseconds; negative where time lies between them. */
export function overlapMs(a: Span, b: Span): number {
  return Math.min(a.lastMs, b.lastMs) - Math.max(a.firstMs, b.firstMs);
}

export function useBy(userId: string, users: readonly NetworkUse[]): NetworkUse | undefined {
  return users.find((use) => use.userId === userId);
}
