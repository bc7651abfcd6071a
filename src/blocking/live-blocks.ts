import { Injectable } from '@nestjs/common';
import type { BlockRow } from '../storage/blocks/block-row.js';
import type { BlockIndex } from './block-index.js';
import { CurrentBlockIndex } from './current-block-index.js';
import { type LoadedBlock, ruleOfLoaded } from './loaded-block.js';
import { LoadedBlocks } from './loaded-blocks.js';

/** The blocks that this process knows, and the index that answers for them. */
@Injectable()
export class LiveBlocks {
  private blocks = new LoadedBlocks();
  private readonly current = new CurrentBlockIndex(() => this.blocks.values(), ruleOfLoaded);
  private isFilled = false;

  /** Whether blocks have been read at all. */
  get isLoaded(): boolean {
    return this.isFilled;
  }

  get index(): BlockIndex<LoadedBlock> {
    return this.current.now;
  }

  get(id: string): LoadedBlock | undefined {
    return this.blocks.get(id);
  }

  /** Those that came with an import. */
  ofImport(importId: string): LoadedBlock[] {
    return [...this.blocks.values()].filter(({ origin }) => origin.importId === importId);
  }

  /** Takes these blocks in the place of all others; resolves once the index answers for them. */
  async replace(blocks: LoadedBlocks): Promise<void> {
    this.blocks = blocks;
    await this.current.rebuild();
    this.isFilled = true;
  }

  /** Takes over what has changed; resolves once the index answers for it. */
  async change(rows: readonly BlockRow[]): Promise<void> {
    if (rows.length === 0) return;
    this.blocks.put(rows);
    await this.current.rebuild();
  }
}
