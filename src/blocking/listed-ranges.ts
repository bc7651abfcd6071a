import type { IpRange } from '../address/cidr.js';
import type { SortableKey } from '../address/sortable-key.js';

/** Ranges that a list has named so far, for the question which of them is around another. */
export class ListedRanges {
  /** The prefixes of each family and length. */
  private readonly prefixes = { 4: new Map<number, Set<string>>(), 6: new Map<number, Set<string>>() };
  private readonly lengths: Record<4 | 6, number[]> = { 4: [], 6: [] };

  add({ family, prefixLength, first }: IpRange): void {
    const prefix = prefixOf(first, prefixLength);
    const known = this.prefixes[family].get(prefixLength);
    if (known !== undefined) return void known.add(prefix);
    this.prefixes[family].set(prefixLength, new Set([prefix]));
    // Longest first: the most specific range is found first.
    this.lengths[family] = [...this.lengths[family], prefixLength].toSorted((a, b) => b - a);
  }

  /** The prefix length of the most specific range that holds this one, itself included; `null` where none does. */
  around({ family, prefixLength, first }: IpRange): number | null {
    const prefixes = this.prefixes[family];
    const found = this.lengths[family].find(
      (length) => length <= prefixLength && prefixes.get(length)?.has(prefixOf(first, length)),
    );
    return found ?? null;
  }
}

/** The first bits of a key, which all addresses of a range have in common. */
function prefixOf(key: SortableKey, length: number): string {
  // Four bits are one digit of the key; the first character is the family.
  const whole = 1 + (length >>> 2);
  const bits = length & 3;
  if (bits === 0) return key.slice(0, whole);
  const digit = Number.parseInt(key.charAt(whole), 16) >>> (4 - bits);
  return key.slice(0, whole) + digit;
}
