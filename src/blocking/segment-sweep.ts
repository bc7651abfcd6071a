import type { RuleColumns } from './rule-columns.js';

/** No rule: of a segment that no rule covers, and of a rule that no other surrounds. */
export const NO_RULE = -1;

/**
 * Walks over sorted rules from the lowest address to the highest and cuts the addresses into segments, each with the
 * innermost rule that covers it. CIDR ranges lie within each other or apart, so the rules that surround a rule form
 * one chain: each names the next one out, and no segment needs a list of its own.
 */
export class SegmentSweep {
  /** First addresses, `width` words each; the first segment starts at the lowest address of all. */
  readonly starts: Uint32Array;
  /** For each segment the innermost rule, by its place in the order, or `NO_RULE`. */
  readonly innermost: Int32Array;
  /** For each rule the next one out. */
  readonly outer: Int32Array;
  /** For each rule the segment that begins where it begins. */
  readonly opens: Uint32Array;
  segments = 0;
  private open = NO_RULE;

  constructor(
    private readonly columns: RuleColumns<unknown>,
    private readonly order: Uint32Array,
  ) {
    const most = order.length * 2 + 1;
    this.starts = new Uint32Array(most * columns.width);
    this.innermost = new Int32Array(most);
    this.outer = new Int32Array(order.length);
    this.opens = new Uint32Array(order.length);
    this.put(NO_RULE);
  }

  /** Takes in the rules from place `from` to before `to`, as long as there are any. */
  advance(from: number, to: number): void {
    const { order, columns, starts } = this;
    const { width, words } = columns;
    const end = Math.min(to, order.length);
    for (let rule = from; rule < end; rule++) {
      const at = (order[rule] ?? 0) * width;
      while (this.open !== NO_RULE && !this.openHolds(at)) this.close();
      for (let i = 0; i < width; i++) starts[this.segments * width + i] = words[at + i] ?? 0;
      this.put(rule);
      this.opens[rule] = this.segments - 1;
      this.outer[rule] = this.open;
      this.open = rule;
    }
  }

  /** Ends the rules that are still open; after it nothing can be taken in. */
  finish(): void {
    while (this.open !== NO_RULE) this.close();
  }

  private openHolds(at: number): boolean {
    const { words, width } = this.columns;
    const row = this.order[this.open] ?? 0;
    const bits = this.columns.prefixLength(row);
    const whole = bits >>> 5;
    for (let i = 0; i < whole; i++) if (words[row * width + i] !== words[at + i]) return false;
    const rest = bits & 31;
    if (rest === 0) return true;
    return ((words[row * width + whole] ?? 0) ^ (words[at + whole] ?? 0)) >>> (32 - rest) === 0;
  }

  /** Behind the end of the open rule the next one out is the innermost. */
  private close(): void {
    const ended = this.open;
    this.open = this.outer[ended] ?? NO_RULE;
    if (this.writeStartBehind(this.order[ended] ?? 0)) this.put(this.open);
  }

  /** Writes the first address behind a rule; false where it ends with the highest address of all. */
  private writeStartBehind(row: number): boolean {
    const { words, width } = this.columns;
    const bits = this.columns.prefixLength(row);
    const last = Math.ceil(bits / 32) - 1;
    let carry = 2 ** ((32 - (bits & 31)) & 31);
    for (let i = width - 1; i >= 0; i--) {
      const sum = (words[row * width + i] ?? 0) + (i <= last ? carry : 0);
      if (i <= last) carry = sum >= 2 ** 32 ? 1 : 0;
      this.starts[this.segments * width + i] = sum;
    }
    return carry === 0;
  }

  /** Begins a segment at the start that was written; where one begins there already, it only changes its rule. */
  private put(rule: number): void {
    const { starts, segments } = this;
    const { width } = this.columns;
    let isNew = segments === 0;
    for (let i = 0; i < width && !isNew; i++) {
      isNew = starts[segments * width + i] !== starts[(segments - 1) * width + i];
    }
    if (isNew) this.segments++;
    this.innermost[this.segments - 1] = rule;
  }
}
