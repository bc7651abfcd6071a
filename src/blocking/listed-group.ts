import type { IpRange } from '../address/cidr.js';

/** A rule that lists a range. */
export interface ListedRange {
  readonly range: IpRange;
}

/** A rule as units within its group, from `start` to before `end`. */
interface Span<T> {
  readonly start: number;
  readonly end: number;
  readonly prefixLength: number;
  readonly rule: T;
}

interface Subnet<T> {
  readonly units: number;
  readonly listedUnits: number;
  readonly rules: readonly T[];
}

/** The listed rules in one subnet of the widest kind, an IPv4 /20 or an IPv6 /48, counted in units. */
export class ListedGroup<T extends ListedRange> {
  private readonly spans: Span<T>[] = [];

  /**
   * @param widest the prefix length of the group
   * @param unit the prefix length of what is counted, at most 32 bits more
   */
  constructor(
    readonly family: 4 | 6,
    private readonly widest: number,
    private readonly unit: number,
  ) {}

  /** Expects the rules by their addresses: each in the group, narrower than it, and in no other. */
  add(rule: T): void {
    const { first, prefixLength } = rule.range;
    // Four bits are one digit of the key; the first character is the family.
    const start = Number.parseInt(first.slice(1 + this.widest / 4, 1 + this.unit / 4), 16);
    const end = start + 2 ** Math.max(0, this.unit - prefixLength);
    this.spans.push({ start, end, prefixLength, rule });
  }

  /** The subnets of a prefix length in which narrower rules lie. */
  subnets(prefixLength: number): Subnet<T>[] {
    const units = 2 ** (this.unit - prefixLength);
    const bySubnet = new Map<number, Span<T>[]>();
    for (const span of this.spans) {
      if (span.prefixLength > prefixLength) pushTo(bySubnet, Math.floor(span.start / units), span);
    }
    return Array.from(bySubnet.values(), (spans) => ({
      units,
      listedUnits: unitsOf(spans),
      rules: spans.map(({ rule }) => rule),
    }));
  }
}

/** Rules that are narrower than a unit share it; all others lie apart. */
function unitsOf(spans: readonly Span<unknown>[]): number {
  let units = 0;
  let counted = 0;
  for (const { start, end } of spans) {
    if (start >= counted) units += end - start;
    counted = end;
  }
  return units;
}

function pushTo<V>(lists: Map<number, V[]>, key: number, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
