import type { IpRange } from '../address/cidr.js';
import { prefixMask } from '../address/prefix-mask.js';
import { addressOfKey } from '../address/sortable-key.js';
import type { RangeList } from './range-list.js';

/** Spreads neighbours over the table (Knuth, The Art of Computer Programming 3, 6.4: the golden ratio times 2^32). */
const SPREAD = 0x9e3779b1;
const SPREAD_BITS = 15;

/**
 * Those ranges of a list that it has named so far, for the question which of them is around another: a hash table
 * with open addressing of their places in the list, 8 to 16 bytes a range, since sets of texts take ten times as much.
 */
export class ListedRanges {
  /** A place in the list and one, or 0 for none. At most half of it is in use. */
  private readonly table: Uint32Array;
  /** The prefix lengths of each family, longest first: the most specific range is found first. */
  private readonly lengths: Record<4 | 6, number[]> = { 4: [], 6: [] };

  constructor(private readonly list: RangeList) {
    this.table = new Uint32Array(2 ** Math.ceil(Math.log2(2 * list.size + 1)));
  }

  /** @param index the place in the list of a range that is not among these */
  add(index: number): void {
    const { family, prefixLength, first } = this.list.at(index);
    const { words } = addressOfKey(first);
    this.table[this.slotOf(words, prefixLength)] = index + 1;
    const lengths = this.lengths[family];
    if (!lengths.includes(prefixLength)) {
      this.lengths[family] = [...lengths, prefixLength].toSorted((a, b) => b - a);
    }
  }

  /** The prefix length of the most specific range that holds this one, itself included; `null` where none does. */
  around({ family, prefixLength, first }: IpRange): number | null {
    const { words } = addressOfKey(first);
    for (const length of this.lengths[family]) {
      if (length > prefixLength) continue;
      const prefix = words.map((word, i) => (word & prefixMask(length, i)) >>> 0);
      if (this.table[this.slotOf(prefix, length)] !== 0) return length;
    }
    return null;
  }

  /** Where the range stands, or the free slot in which it would. */
  private slotOf(words: readonly number[], prefixLength: number): number {
    const last = this.table.length - 1;
    let hash = prefixLength;
    for (const word of words) {
      hash = Math.imul(hash ^ word, SPREAD);
      hash ^= hash >>> SPREAD_BITS;
    }
    let slot = hash & last;
    for (;;) {
      const place = this.table[slot] ?? 0;
      if (place === 0 || this.list.isAt(place - 1, words, prefixLength)) return slot;
      slot = (slot + 1) & last;
    }
  }
}
