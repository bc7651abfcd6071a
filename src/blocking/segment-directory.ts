/**
 * Tells from the first bits of an address between which segments to look for it. It has about as many entries as
 * there are segments, so that where they lie evenly a few steps are left, however many there are.
 */
export class SegmentDirectory {
  private readonly shift: number;
  /** For each beginning how many segments start with a lower one. */
  private readonly below: Uint32Array;

  /** @param starts first addresses in ascending order, `width` words each; the first is the lowest address of all */
  constructor(starts: Uint32Array, width: number) {
    const segments = starts.length / width;
    const bits = Math.max(1, 31 - Math.clz32(segments));
    this.shift = 32 - bits;
    this.below = new Uint32Array(2 ** bits + 1);
    for (let at = 0; at < starts.length; at += width) {
      const beginning = (starts[at] ?? 0) >>> this.shift;
      this.below[beginning + 1] = (this.below[beginning + 1] ?? 0) + 1;
    }
    for (let i = 1; i < this.below.length; i++)
      this.below[i] = (this.below[i] ?? 0) + (this.below[i - 1] ?? 0);
  }

  /** The lowest segment that can hold an address with this first word. */
  lowest(word: number): number {
    return Math.max(0, (this.below[word >>> this.shift] ?? 0) - 1);
  }

  /** The highest segment that can hold it. */
  highest(word: number): number {
    return (this.below[(word >>> this.shift) + 1] ?? 0) - 1;
  }
}
