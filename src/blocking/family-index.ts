import { type BlockPurpose, LOWEST_RANKS } from './block-rule.js';
import { joinSegments } from './join-segments.js';
import { RuleColumns } from './rule-columns.js';
import { SegmentDirectory } from './segment-directory.js';
import { NO_RULE, SegmentSweep } from './segment-sweep.js';
import { ROWS_IN_A_STEP, sortRows } from './sort-rows.js';

const PURPOSES: readonly BlockPurpose[] = ['any', 'sign-up'];

/** The rules of one family: sorted, and the segments of addresses that they make. Never changes. */
export class FamilyIndex<T> {
  private readonly outer: Int32Array;
  private readonly opens: Uint32Array;
  private readonly prefixLengths: Uint8Array;
  /** When each rule ends, for each purpose: one that does not count for it has ended before all time. */
  private readonly ends: Readonly<Record<BlockPurpose, Float64Array>>;
  private readonly references: T[] = [];
  private readonly width: 1 | 4;

  private constructor(
    columns: RuleColumns<T>,
    sweep: SegmentSweep,
    /** Of each segment the first address and, beside it so that one look into memory finds both, its innermost rule. */
    private readonly segments: Uint32Array,
    private readonly directory: SegmentDirectory,
  ) {
    this.width = columns.width;
    this.outer = sweep.outer;
    this.opens = sweep.opens;
    this.prefixLengths = new Uint8Array(columns.size);
    this.ends = { any: new Float64Array(columns.size), 'sign-up': new Float64Array(columns.size) };
  }

  /** Yields after each step of the work. */
  static *build<T>(columns: RuleColumns<T>): Generator<void, FamilyIndex<T>> {
    const order = yield* sortRows(columns.size, columns.sortColumns());
    const sweep = new SegmentSweep(columns, order);
    yield;
    for (let from = 0; from < columns.size; from += ROWS_IN_A_STEP) {
      sweep.advance(from, from + ROWS_IN_A_STEP);
      yield;
    }
    sweep.finish();
    yield;
    const segments = yield* joinSegments(sweep, columns.width);
    const directory = yield* SegmentDirectory.build(segments, columns.width + 1);
    const index = new FamilyIndex(columns, sweep, segments, directory);
    yield;
    for (let from = 0; from < columns.size; from += ROWS_IN_A_STEP) {
      index.take(columns, order.subarray(from, from + ROWS_IN_A_STEP));
      yield;
    }
    return index;
  }

  /** Takes over what the next rules of the order have in the columns. */
  private take(columns: RuleColumns<T>, rows: Uint32Array): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      const rule = this.references.push(columns.references[row] as T) - 1;
      this.prefixLengths[rule] = columns.prefixLength(row);
      for (const purpose of PURPOSES) {
        const counts = columns.rank(row) >= LOWEST_RANKS[purpose];
        this.ends[purpose][rule] = counts ? columns.end(row) : Number.NEGATIVE_INFINITY;
      }
    }
  }

  get size(): number {
    return this.references.length;
  }

  /** The rule that decides for an address, or `null`. */
  match(words: ArrayLike<number>, purpose: BlockPurpose, nowMs: number): T | null {
    const { outer } = this;
    const ends = purpose === 'any' ? this.ends.any : this.ends['sign-up'];
    let rule = this.innermost(words);
    while (rule !== NO_RULE && (ends[rule] ?? 0) < nowMs) rule = outer[rule] ?? NO_RULE;
    return rule === NO_RULE ? null : (this.references[rule] as T);
  }

  /** The live rules that cover the whole range which begins with the address, most specific first. */
  around(words: ArrayLike<number>, prefixLength: number, nowMs: number): T[] {
    const found: T[] = [];
    let rule = this.innermost(words);
    for (; rule !== NO_RULE; rule = this.outer[rule] ?? NO_RULE) {
      const covers = (this.prefixLengths[rule] ?? 0) <= prefixLength;
      if (covers && this.isLive(rule, nowMs)) found.push(this.references[rule] as T);
    }
    return found;
  }

  /** The live rules within the addresses from `first` to `last` that are no wider than the prefix length. */
  *within(
    first: ArrayLike<number>,
    last: ArrayLike<number>,
    prefixLength: number,
    nowMs: number,
  ): Generator<T> {
    for (let rule = this.firstRuleFrom(first); rule < this.size; rule++) {
      if (this.compare(this.opens[rule] ?? 0, last) > 0) return;
      const isInside = (this.prefixLengths[rule] ?? 0) >= prefixLength;
      if (isInside && this.isLive(rule, nowMs)) yield this.references[rule] as T;
    }
  }

  /** The live rules, each before those that surround it. */
  *innerFirst(nowMs: number): Generator<T> {
    for (let rule = this.size - 1; rule >= 0; rule--) {
      if (this.isLive(rule, nowMs)) yield this.references[rule] as T;
    }
  }

  private isLive(rule: number, nowMs: number): boolean {
    return (this.ends['sign-up'][rule] ?? 0) >= nowMs;
  }

  /** The innermost rule around an address, or `NO_RULE`. */
  private innermost(words: ArrayLike<number>): number {
    const at = this.segmentOf(words) * (this.width + 1) + this.width;
    // `NO_RULE` stands there as an unsigned number.
    return (this.segments[at] ?? 0) | 0;
  }

  private segmentOf(words: ArrayLike<number>): number {
    const word = words[0] ?? 0;
    let low = this.directory.lowest(word);
    let high = this.directory.highest(word);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.compare(middle, words) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private firstRuleFrom(words: ArrayLike<number>): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(this.opens[middle] ?? 0, words) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Below zero where the segment starts below the address, above zero where it starts above it. */
  private compare(segment: number, words: ArrayLike<number>): number {
    const { segments, width } = this;
    for (let i = 0, at = segment * (width + 1); i < width; i++, at++) {
      const difference = (segments[at] ?? 0) - (words[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}
