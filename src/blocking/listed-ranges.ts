import { type IpRange, rangeOf } from '../address/cidr.js';
import { addressOfKey } from '../address/sortable-key.js';

/** Ranges that a list has named so far, for the question which of them is around another. */
export class ListedRanges {
  /** The first keys of the ranges of each family and prefix length. */
  private readonly firsts = new Map<string, Set<string>>();
  private readonly lengths: Record<4 | 6, number[]> = { 4: [], 6: [] };

  add({ family, prefixLength, first }: IpRange): void {
    const key = `${family}/${prefixLength}`;
    const known = this.firsts.get(key);
    if (known !== undefined) return void known.add(first);
    this.firsts.set(key, new Set([first]));
    // Longest first: the most specific range is found first.
    this.lengths[family] = [...this.lengths[family], prefixLength].toSorted((a, b) => b - a);
  }

  /** The prefix length of the most specific range that holds this one, itself included; `null` where none does. */
  around(range: IpRange): number | null {
    const address = addressOfKey(range.first);
    const found = this.lengths[range.family].find((length) => {
      if (length > range.prefixLength) return false;
      const first = length === range.prefixLength ? range.first : rangeOf(address, length).first;
      return this.firsts.get(`${range.family}/${length}`)?.has(first);
    });
    return found ?? null;
  }
}
