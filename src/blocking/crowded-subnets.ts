import { type IpRange, rangeContains, rangeOf, rangesOverlap } from '../address/cidr.js';
import { addressOfKey } from '../address/sortable-key.js';
import { type ListedRange, ListedGroup } from './listed-group.js';

/** A subnet is crowded where so much of it is listed: 13 of the 256 hosts of an IPv4 /24. */
const CROWDED_SHARE = 0.05;

/** What is counted (IPv4 by the address, IPv6 by the /72), and the subnets that are looked at, narrowest first. */
const SCALES = {
  4: { unit: 32, subnets: [24, 22, 20], widest: 20 },
  6: { unit: 72, subnets: [64, 60, 56, 52, 48], widest: 48 },
} as const;

/** A subnet that one rule could stand for. */
export interface CrowdedSubnet<T extends ListedRange> {
  readonly range: IpRange;
  /** Of how many addresses (IPv4) or /72 (IPv6) it consists, and how many of them are listed. */
  readonly units: number;
  readonly listedUnits: number;
  /** The rules within it that lie in no other: two or more. */
  readonly rules: readonly T[];
}

/**
 * The subnets of which 5 % or more is listed by two rules or more: IPv4 /24 /22 /20, and IPv6 /64 /60 /56 /52 /48
 * counted by the /72. Rules within others are left out, and so is a wider subnet where all that is listed in it lies
 * in one narrower that is proposed.
 *
 * @param listed live rules of one effect
 * @param spared ranges that no subnet may touch: live `allow` rules, `neverBlock`
 */
export function crowdedSubnets<T extends ListedRange>(
  listed: Iterable<T>,
  spared: readonly IpRange[],
): CrowdedSubnet<T>[] {
  return [...groupsOf(outermost(listed)).values()].flatMap((group) => crowdedIn(group, spared));
}

/** The rules that lie in no other, by their addresses. */
function outermost<T extends ListedRange>(listed: Iterable<T>): T[] {
  const sorted = Array.from(listed).toSorted(({ range: a }, { range: b }) =>
    a.first === b.first ? a.prefixLength - b.prefixLength : a.first < b.first ? -1 : 1,
  );
  let last: IpRange | null = null;
  return sorted.filter(({ range }) => {
    if (last !== null && rangeContains(last, range.first)) return false;
    last = range;
    return true;
  });
}

function crowdedIn<T extends ListedRange>(
  group: ListedGroup<T>,
  spared: readonly IpRange[],
): CrowdedSubnet<T>[] {
  const found: CrowdedSubnet<T>[] = [];
  for (const prefixLength of SCALES[group.family].subnets) {
    for (const subnet of group.subnets(prefixLength)) {
      const [first] = subnet.rules;
      if (first === undefined || subnet.rules.length < 2) continue;
      if (subnet.listedUnits < subnet.units * CROWDED_SHARE) continue;
      // Subnets lie within each other or apart: as many rules from the same first one on are the same rules.
      const isSaid = found.some(({ rules }) => rules[0] === first && rules.length === subnet.rules.length);
      const range = rangeOf(addressOfKey(first.range.first), prefixLength);
      if (!isSaid && !spared.some((one) => rangesOverlap(one, range))) found.push({ ...subnet, range });
    }
  }
  return found;
}

/** Rules by the widest subnet that they lie in. */
function groupsOf<T extends ListedRange>(rules: readonly T[]): Map<string, ListedGroup<T>> {
  const groups = new Map<string, ListedGroup<T>>();
  for (const rule of rules) {
    const { family, first } = rule.range;
    const { unit, widest } = SCALES[family];
    if (rule.range.prefixLength <= widest) continue;
    // Four bits are one digit of the key; the first character is the family.
    const key = first.slice(0, 1 + widest / 4);
    const group = groups.get(key) ?? new ListedGroup<T>(family, widest, unit);
    group.add(rule);
    groups.set(key, group);
  }
  return groups;
}
