import { prefixMask } from '../address/prefix-mask.js';
import { type BlockRule, EFFECT_RANKS } from './block-rule.js';
import type { SortColumn } from './sort-rows.js';

const FIRST_CAPACITY = 16;
const WORD = 2 ** 32;

/** The rules of one family in columns, a row each, in the order in which they came. */
export class RuleColumns<T> {
  readonly references: T[] = [];
  /** The first addresses, `width` words each. */
  words: Uint32Array;
  /** The length of the prefix times 256, and the rank of the effect. */
  places = new Uint32Array(FIRST_CAPACITY);
  /** `expiresAtMs` as two halves, which sort as it does; without an end all bits are set. */
  private endsHigh = new Uint32Array(FIRST_CAPACITY);
  private endsLow = new Uint32Array(FIRST_CAPACITY);

  /** @param width words in one address: 1 for IPv4, 4 for IPv6 */
  constructor(readonly width: 1 | 4) {
    this.words = new Uint32Array(FIRST_CAPACITY * width);
  }

  get size(): number {
    return this.references.length;
  }

  add({ address, prefixLength, effect, expiresAtMs }: BlockRule, reference: T): void {
    if (this.size === this.places.length) this.grow();
    const row = this.references.push(reference) - 1;
    for (let i = 0; i < this.width; i++) {
      this.words[row * this.width + i] = (address.words[i] ?? 0) & prefixMask(prefixLength, i);
    }
    this.places[row] = prefixLength * 256 + EFFECT_RANKS[effect];
    const end = expiresAtMs === null ? null : Math.max(0, expiresAtMs);
    this.endsHigh[row] = end === null ? WORD - 1 : Math.floor(end / WORD);
    this.endsLow[row] = end === null ? WORD - 1 : end % WORD;
  }

  prefixLength(row: number): number {
    return (this.places[row] ?? 0) >>> 8;
  }

  rank(row: number): number {
    return (this.places[row] ?? 0) & 255;
  }

  /** `expiresAtMs`, or infinity. */
  end(row: number): number {
    const high = this.endsHigh[row] ?? 0;
    return high === WORD - 1 ? Number.POSITIVE_INFINITY : high * WORD + (this.endsLow[row] ?? 0);
  }

  /**
   * What rows are sorted by, least significant first: ascending by first address, an outer range before those within
   * it, and of equal ranges the one that decides last, which among equal effects is the one that ends last.
   */
  sortColumns(): SortColumn[] {
    const single = [this.endsLow, this.endsHigh, this.places].map((values) => ({
      values,
      stride: 1,
      offset: 0,
    }));
    const addresses = Array.from({ length: this.width }, (_, i) => ({
      values: this.words,
      stride: this.width,
      offset: this.width - 1 - i,
    }));
    return [...single, ...addresses];
  }

  private grow(): void {
    this.words = doubled(this.words);
    this.places = doubled(this.places);
    this.endsHigh = doubled(this.endsHigh);
    this.endsLow = doubled(this.endsLow);
  }
}

function doubled(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(column.length * 2);
  bigger.set(column);
  return bigger;
}
