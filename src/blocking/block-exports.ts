import { Inject, Injectable } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { show } from '../describe-value.js';
import { BlockBook } from './block-book.js';
import { BlockList } from './block-list.js';
import type { IpBlock } from './ip-block.js';
import { LiveBlocks } from './live-blocks.js';
import { blockOfLoaded } from './loaded-block.js';
import { BLOCK_LIST_FORMATS, type BlockListFormat, writeBlockList } from './write-block-list.js';

const PAGE = 500;

/** `IpBlocksService.export`. */
@Injectable()
export class BlockExports {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(BlockBook) private readonly book: BlockBook,
    @Inject(BlockList) private readonly list: BlockList,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
  ) {}

  export(format: BlockListFormat): AsyncIterable<string> {
    if (!BLOCK_LIST_FORMATS.includes(format)) {
      throw new AuditTrailError(
        'INVALID_OPTIONS',
        `The format is ${show(format)}; wanted ${BLOCK_LIST_FORMATS.map((one) => `"${one}"`).join(', ')}.`,
      );
    }
    // Hits are counted in the database, the order in which a first match decides is known in memory.
    return writeBlockList(format === 'json' ? this.stored() : this.innerFirst(), format);
  }

  private async *innerFirst(): AsyncGenerator<IpBlock> {
    await this.book.look();
    for (const block of this.live.index.innerFirst(this.clock.now())) yield blockOfLoaded(block);
  }

  /** Newest first. */
  private async *stored(): AsyncGenerator<IpBlock> {
    let after: string | undefined;
    do {
      const { items, next } = await this.list.page({ live: true, limit: PAGE, after });
      yield* items;
      after = next ?? undefined;
    } while (after !== undefined);
  }
}
