import { Injectable } from '@nestjs/common';
import type { BlockRow } from '../storage/blocks/block-row.js';
import type { BlockIndex } from './block-index.js';
import { CurrentBlockIndex } from './current-block-index.js';
import { BlockLoader, type LoadedBlock, ruleOfLoaded } from './loaded-block.js';

/** The blocks that this process knows, and the index that answers for them. */
@Injectable()
export class LiveBlocks {
  private blocks = new Map<string, LoadedBlock>();
  private loader = new BlockLoader();
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
  async replace(rows: Iterable<BlockRow>): Promise<void> {
    const [blocks, loader] = [new Map<string, LoadedBlock>(), new BlockLoader()];
    for (const row of rows) put(blocks, loader, row);
    [this.blocks, this.loader] = [blocks, loader];
    await this.current.rebuild();
    this.isFilled = true;
  }

  /** Takes over what has changed; resolves once the index answers for it. */
  async change(rows: readonly BlockRow[]): Promise<void> {
    if (rows.length === 0) return;
    for (const row of rows) put(this.blocks, this.loader, row);
    await this.current.rebuild();
  }
}

function put(blocks: Map<string, LoadedBlock>, loader: BlockLoader, row: BlockRow): void {
  const block = loader.load(row);
  if (block === null) blocks.delete(row.id);
  else blocks.set(row.id, block);
}
