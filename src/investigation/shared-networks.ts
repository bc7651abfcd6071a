import { networkPrefixOfKey } from '../address/network.js';
import type { StoredVisit } from '../storage/investigation/visit.store.js';
import { longestAlternation, type Stretch, type Turn } from './alternation.js';

/** What each user did, in any order. */
export type VisitsByUser = ReadonlyMap<string, readonly StoredVisit[]>;

/** A network on which several of the users were. Times are milliseconds since 1970. */
export interface SharedNetwork {
  /** The part of the keys that all addresses of the network share. */
  readonly prefix: string;
  readonly use: readonly {
    readonly userId: string;
    readonly entries: number;
    readonly firstSeen: number;
    readonly lastSeen: number;
  }[];
  readonly turns: readonly Turn[];
}

/** The networks on which at least two of the users were: those that most of them shared first, then the latest. */
export function sharedNetworks(visits: VisitsByUser): SharedNetwork[] {
  const turnsOf = new Map<string, Turn[]>();
  for (const [userId, list] of visits) {
    for (const { ip, at } of list) {
      const prefix = networkPrefixOfKey(ip);
      const turns = turnsOf.get(prefix);
      if (turns === undefined) turnsOf.set(prefix, [{ userId, at }]);
      else turns.push({ userId, at });
    }
  }
  const shared = [...turnsOf]
    .filter(([, turns]) => turns.some(({ userId }) => userId !== turns[0]?.userId))
    .map(([prefix, turns]) => networkOf(prefix, turns, [...visits.keys()]));
  const lastSeen = ({ turns }: SharedNetwork) => turns.at(-1)?.at ?? 0;
  return shared.toSorted(
    (a, b) => b.use.length - a.use.length || lastSeen(b) - lastSeen(a) || (a.prefix < b.prefix ? -1 : 1),
  );
}

function networkOf(prefix: string, turns: readonly Turn[], users: readonly string[]): SharedNetwork {
  const inOrder = turns.toSorted((a, b) => a.at - b.at);
  const use = users.flatMap((userId) => {
    const own = inOrder.filter((turn) => turn.userId === userId);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [{ userId, entries: own.length, firstSeen: first.at, lastSeen: last.at }];
  });
  return { prefix, use, turns: inOrder };
}

/** A stretch in which two users took turns on one network. */
export interface FoundAlternation extends Stretch {
  readonly userIds: readonly [string, string];
  readonly prefix: string;
}

/** The alternation with the most switches of any two users on any network; of equal ones the latest. */
export function alternationOn(networks: readonly SharedNetwork[]): FoundAlternation | null {
  let longest: FoundAlternation | null = null;
  for (const { prefix, use, turns } of networks) {
    for (const userIds of pairsOf(use.map(({ userId }) => userId))) {
      const stretch = longestAlternation(turns.filter(({ userId }) => userIds.includes(userId)));
      if (stretch !== null && isLonger(stretch, longest)) longest = { ...stretch, userIds, prefix };
    }
  }
  return longest;
}

function isLonger(one: Stretch, other: Stretch | null): boolean {
  if (other === null || one.switches !== other.switches) return one.switches > (other?.switches ?? 0);
  return one.to > other.to;
}

function pairsOf(users: readonly string[]): [string, string][] {
  return users.flatMap((one, i) => users.slice(i + 1).map((other): [string, string] => [one, other]));
}
