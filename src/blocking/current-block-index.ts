import type { BlockIndex } from './block-index.js';
import type { BlockRule } from './block-rule.js';
import { buildBlockIndex, buildBlockIndexInSlices } from './build-block-index.js';

/**
 * The index that answers now, and the one that is being built to take its place. A change is a build of all blocks,
 * in slices: changes that arrive during one share the next.
 */
export class CurrentBlockIndex<T> {
  private built: BlockIndex<T>;
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | null = null;

  /**
   * @param blocks all blocks as they are when it is called; one that changes is replaced by another object
   * @param ruleOf what the matcher has to know of a block
   */
  constructor(
    private readonly blocks: () => Iterable<T>,
    private readonly ruleOf: (block: T) => BlockRule,
  ) {
    this.built = buildBlockIndex([], ruleOf);
  }

  get now(): BlockIndex<T> {
    return this.built;
  }

  /** Resolves once `now` holds the blocks as they are at this call, or later ones; rejects where a rule cannot be read. */
  rebuild(): Promise<void> {
    this.waiting ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.waiting = null;
        this.running = this.replace();
        return this.running;
      });
    return this.waiting;
  }

  private async replace(): Promise<void> {
    this.built = await buildBlockIndexInSlices(this.blocks(), this.ruleOf);
  }
}
