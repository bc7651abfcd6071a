import { ROWS_IN_A_STEP } from './sort-rows.js';

/**
 * Tells from the first bits of an address between which segments to look for it. It has about as many entries as
 * there are segments, so that where they lie evenly a few steps are left, however many there are.
 */
export class SegmentDirectory {
  private readonly shift: number;
  /** For each beginning how many segments start with a lower one. */
  private readonly below: Uint32Array;

  private constructor(segments: number) {
    const bits = Math.max(1, 31 - Math.clz32(segments));
    this.shift = 32 - bits;
    this.below = new Uint32Array(2 ** bits + 1);
  }

  /**
   * Yields after each step of the work.
   *
   * @param starts first addresses in ascending order, each at a multiple of `stride`; the first is the lowest address
   *   of all
   */
  static *build(starts: Uint32Array, stride: number): Generator<void, SegmentDirectory> {
    const segments = starts.length / stride;
    const directory = new SegmentDirectory(segments);
    for (let from = 0; from < segments; from += ROWS_IN_A_STEP) {
      directory.count(starts, stride, from, Math.min(segments, from + ROWS_IN_A_STEP));
      yield;
    }
    for (let from = 1; from < directory.below.length; from += ROWS_IN_A_STEP) {
      directory.sumUp(from, Math.min(directory.below.length, from + ROWS_IN_A_STEP));
      yield;
    }
    return directory;
  }

  /** The lowest segment that can hold an address with this first word. */
  lowest(word: number): number {
    return Math.max(0, (this.below[word >>> this.shift] ?? 0) - 1);
  }

  /** The highest segment that can hold it. */
  highest(word: number): number {
    return (this.below[(word >>> this.shift) + 1] ?? 0) - 1;
  }

  private count(starts: Uint32Array, stride: number, from: number, end: number): void {
    for (let segment = from; segment < end; segment++) {
      const behind = ((starts[segment * stride] ?? 0) >>> this.shift) + 1;
      this.below[behind] = (this.below[behind] ?? 0) + 1;
    }
  }

  private sumUp(from: number, end: number): void {
    for (let i = from; i < end; i++) this.below[i] = (this.below[i] ?? 0) + (this.below[i - 1] ?? 0);
  }
}
