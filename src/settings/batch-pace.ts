import { DEFAULT_OPTIONS } from '../options/default-options.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { BatchDefaults } from '../storage/dialects/dialect.js';

/** A transaction costs something however little it changes. */
const FEWEST_ROWS = 50;
/** One slow batch may be an accident: from one to the next the size changes by this factor at most. */
const MOST_CHANGE = 2;

/** How many rows the next batch changes, and how long the pause before it is. */
export class BatchPace {
  readonly pauseMs: number;
  /** Rows of the next batch at most. */
  rows: number;
  private readonly most: number;
  private readonly aimMs: number | undefined;

  /** A process without a schedule of its own prunes with the defaults when it is asked to. */
  constructor({ prune }: Pick<ResolvedOptions, 'prune'>, defaults: BatchDefaults) {
    const { batchSize, pauseMs } = prune === false ? DEFAULT_OPTIONS.prune : prune;
    this.pauseMs = pauseMs;
    this.most = batchSize ?? defaults.rows;
    this.rows = this.most;
    // Who names a size gets it.
    this.aimMs = batchSize === null ? defaults.aimMs : undefined;
  }

  /** Runs one batch, and judges by it how many rows the next one changes. */
  async timed<T>(batch: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await batch();
    this.took(performance.now() - began);
    return result;
  }

  private took(ms: number): void {
    if (this.aimMs === undefined) return;
    const fitting = (this.rows * this.aimMs) / ms;
    const near = Math.min(Math.max(fitting, this.rows / MOST_CHANGE), this.rows * MOST_CHANGE);
    this.rows = Math.round(Math.min(Math.max(near, FEWEST_ROWS), this.most));
  }
}
