import { RuleColumns } from './rule-columns.js';
import { SegmentDirectory } from './segment-directory.js';
import { NO_RULE, SegmentSweep } from './segment-sweep.js';
import { ROWS_IN_A_STEP, sortRows } from './sort-rows.js';

/** The rules of one family: sorted, and the segments of addresses that they make. Never changes. */
export class FamilyIndex<T> {
  private readonly starts: Uint32Array;
  private readonly innermost: Int32Array;
  private readonly outer: Int32Array;
  private readonly opens: Uint32Array;
  private readonly prefixLengths: Uint8Array;
  private readonly ranks: Uint8Array;
  private readonly ends: Float64Array;
  private readonly references: T[] = [];
  private readonly width: 1 | 4;

  private constructor(
    columns: RuleColumns<T>,
    sweep: SegmentSweep,
    starts: Uint32Array,
    private readonly directory: SegmentDirectory,
  ) {
    this.width = columns.width;
    this.starts = starts;
    this.innermost = sweep.innermost.slice(0, sweep.segments);
    this.outer = sweep.outer;
    this.opens = sweep.opens;
    this.prefixLengths = new Uint8Array(columns.size);
    this.ranks = new Uint8Array(columns.size);
    this.ends = new Float64Array(columns.size);
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
    const starts = sweep.starts.slice(0, sweep.segments * columns.width);
    const directory = yield* SegmentDirectory.build(starts, columns.width);
    const index = new FamilyIndex(columns, sweep, starts, directory);
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
      this.ranks[rule] = columns.rank(row);
      this.ends[rule] = columns.end(row);
    }
  }

  get size(): number {
    return this.references.length;
  }

  /** The rule that decides for an address, or `null`. */
  match(words: ArrayLike<number>, lowestRank: number, nowMs: number): T | null {
    const { outer, ranks, ends } = this;
    let rule = this.innermost[this.segmentOf(words)] ?? NO_RULE;
    while (rule !== NO_RULE && ((ranks[rule] ?? 0) < lowestRank || (ends[rule] ?? 0) < nowMs)) {
      rule = outer[rule] ?? NO_RULE;
    }
    return rule === NO_RULE ? null : (this.references[rule] as T);
  }

  /** The live rules that cover the whole range which begins with the address, most specific first. */
  around(words: ArrayLike<number>, prefixLength: number, nowMs: number): T[] {
    const found: T[] = [];
    let rule = this.innermost[this.segmentOf(words)] ?? NO_RULE;
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
    return (this.ends[rule] ?? 0) >= nowMs;
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
    const { starts, width } = this;
    for (let i = 0, at = segment * width; i < width; i++, at++) {
      const difference = (starts[at] ?? 0) - (words[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}
