import { type IpRange, rangeOf } from '../address/cidr.js';
import { addressOfKey } from '../address/sortable-key.js';

const WORDS = 4;
const FIRST_CAPACITY = 64;
const IS_IPV6 = 256;
const BEGINS_LINE = 512;
const IS_CHOSEN = 1024;

/** The ranges of each line of a list, in 18 bytes each: there may be a hundred thousand. */
export class RangeList {
  private words = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** The length of the prefix, the family, whether the range is the first of its line, and whether it is chosen. */
  private places = new Uint16Array(FIRST_CAPACITY);
  private rangeCount = 0;
  private lineCount = 0;

  get size(): number {
    return this.rangeCount;
  }

  get lines(): number {
    return this.lineCount;
  }

  /** @param ranges what one line names: at least one range */
  addLine(ranges: readonly IpRange[]): void {
    this.lineCount++;
    for (const [i, range] of ranges.entries()) {
      if (this.size === this.places.length) this.grow();
      this.words.set(addressOfKey(range.first).words, this.size * WORDS);
      this.places[this.size] =
        range.prefixLength + (range.family === 6 ? IS_IPV6 : 0) + (i === 0 ? BEGINS_LINE : 0);
      this.rangeCount++;
    }
  }

  at(index: number): IpRange {
    const place = this.places[index] ?? 0;
    const family = place & IS_IPV6 ? 6 : 4;
    const from = index * WORDS;
    const words = [...this.words.subarray(from, from + (family === 6 ? WORDS : 1))];
    return rangeOf({ family, words }, place & (IS_IPV6 - 1));
  }

  /** Whether the range at this place is the one with these first address and prefix length. */
  isAt(index: number, words: readonly number[], prefixLength: number): boolean {
    const family = words.length === 1 ? 0 : IS_IPV6;
    if (((this.places[index] ?? 0) & (BEGINS_LINE - 1)) !== prefixLength + family) return false;
    return words.every((word, i) => this.words[index * WORDS + i] === word);
  }

  choose(index: number): void {
    this.places[index] = (this.places[index] ?? 0) | IS_CHOSEN;
  }

  chooseNone(): void {
    for (let index = 0; index < this.size; index++) {
      this.places[index] = (this.places[index] ?? 0) & ~IS_CHOSEN;
    }
  }

  /** The places of the chosen ranges, in their order. */
  *chosen(): Generator<number> {
    for (let index = 0; index < this.size; index++) {
      if (((this.places[index] ?? 0) & IS_CHOSEN) !== 0) yield index;
    }
  }

  /** All ranges in their order, with their places in it. */
  *[Symbol.iterator](): Generator<{ index: number; beginsLine: boolean }> {
    for (let index = 0; index < this.size; index++) {
      yield { index, beginsLine: ((this.places[index] ?? 0) & BEGINS_LINE) !== 0 };
    }
  }

  private grow(): void {
    const [words, places] = [this.words, this.places];
    this.words = new Uint32Array(words.length * 2);
    this.words.set(words);
    this.places = new Uint16Array(places.length * 2);
    this.places.set(places);
  }
}
