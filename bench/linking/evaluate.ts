/** An account that a method found, and how sure it is. */
interface Found {
  readonly userId: string;
  readonly strength?: string;
}

/** What a method answers about an account, most likely first. */
export type Rank = (userId: string) => Promise<readonly Found[]>;

/** How good a method is in one community. */
export interface Quality {
  /** Mean average precision over the accounts that have another of the same person, first 100 places. */
  readonly map: number;
  /** Of the person's other accounts, the share found in the first ten places. */
  readonly recallAt10: number;
  /** Of all true pairs, asked from either side. */
  readonly truePairs: number;
  /** By strength: the pairs that are one person, and all pairs. */
  readonly called: ReadonlyMap<string, { readonly one: number; readonly all: number }>;
}

/** The places of a ranking that anybody would look at. */
const PLACES = 100;

/**
 * How good a ranking of linked accounts is, against the truth.
 *
 * @param groups the accounts that one person runs
 * @param acted every account that acted, asked about in full, so that the innocent count too
 * @param innocentsAsked of those who have no second account one in so many is asked about, and counts for so many; none for `Infinity`
 */
export async function evaluate(
  groups: readonly (readonly string[])[],
  rank: Rank,
  { acted, innocentsAsked }: { readonly acted: readonly string[]; readonly innocentsAsked: number },
): Promise<Quality> {
  const others = othersOf(groups, new Set(acted));
  const called = new Map<string, { one: number; all: number }>();
  let [precision, recall, truePairs, people] = [0, 0, 0, 0];
  let innocent = 0;
  for (const userId of acted) {
    const truth = others.get(userId) ?? new Set();
    const isInnocent = truth.size === 0;
    if (isInnocent && (innocentsAsked === Infinity || innocent++ % innocentsAsked !== 0)) continue;
    const ranked = await rank(userId);
    for (const found of ranked) {
      if (found.strength === undefined) continue;
      const pairs = called.get(found.strength) ?? { one: 0, all: 0 };
      called.set(found.strength, pairs);
      pairs.all += isInnocent ? innocentsAsked : 1;
      if (truth.has(found.userId)) pairs.one++;
    }
    if (isInnocent) continue;
    people++;
    truePairs += truth.size;
    precision += averagePrecision(ranked, truth);
    recall +=
      ranked.slice(0, 10).filter((found) => truth.has(found.userId)).length / Math.min(10, truth.size);
  }
  return { map: precision / people, recallAt10: recall / people, truePairs, called };
}

/** By account: the same person's others that acted, where there are any. */
function othersOf(
  groups: readonly (readonly string[])[],
  acted: ReadonlySet<string>,
): Map<string, Set<string>> {
  const others = new Map<string, Set<string>>();
  for (const group of groups) {
    const active = group.filter((userId) => acted.has(userId));
    if (active.length < 2) continue;
    for (const userId of active) others.set(userId, new Set(active.filter((other) => other !== userId)));
  }
  return others;
}

function averagePrecision(ranked: readonly Found[], truth: ReadonlySet<string>): number {
  let [hits, sum] = [0, 0];
  for (const [place, found] of ranked.slice(0, PLACES).entries()) {
    if (truth.has(found.userId)) sum += ++hits / (place + 1);
  }
  return sum / truth.size;
}
