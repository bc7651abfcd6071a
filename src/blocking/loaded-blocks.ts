import type { BlockRow } from '../storage/blocks/block-row.js';
import { BlockLoader, type LoadedBlock } from './loaded-block.js';

/** Blocks in memory by their ids. */
export class LoadedBlocks {
  private readonly blocks = new Map<string, LoadedBlock>();
  private readonly loader = new BlockLoader();

  /** Takes over rows as they are now: those that are no rules any more go. */
  put(rows: readonly BlockRow[]): void {
    for (const row of rows) {
      const block = this.loader.load(row);
      if (block === null) this.blocks.delete(row.id);
      else this.blocks.set(row.id, block);
    }
  }

  get(id: string): LoadedBlock | undefined {
    return this.blocks.get(id);
  }

  values(): Iterable<LoadedBlock> {
    return this.blocks.values();
  }
}
