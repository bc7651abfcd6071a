import { Inject, Injectable, Optional } from '@nestjs/common';
import { AccessLog } from '../access-log/access-log.js';
import { Staff, type StaffAndReason } from '../access-log/staff.js';
import type { IpRange } from '../address/cidr.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { BlockBook } from './block-book.js';
import { BlockHits } from './block-hits.js';
import { BlockPreviews } from './block-preview.js';
import type { BlockProposal, BlockProposals } from './block-proposal.js';
import type { BlockEffect } from './block-rule.js';
import { crowdedSubnets } from './crowded-subnets.js';
import { blocksWithoutEnd, blocksWithoutHits } from './forgotten-blocks.js';
import { LiveBlocks } from './live-blocks.js';
import { blockOfLoaded, type LoadedBlock, rangeOfLoaded } from './loaded-block.js';
import { checkedRange } from './new-blocks.js';

/** Each has a preview of its own, which may take the database some tenths of a second. */
const MOST_OF_A_KIND = 20;
const MOST_BLOCKS = 100;
const DENYING: readonly BlockEffect[] = ['deny', 'deny-sign-up'];

/** A proposal with the range that its preview is about. */
type Found = readonly [BlockProposal, IpRange];

/** `IpBlocksService.proposals`. */
@Injectable()
export class BlockProposalsMaker {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AccessLog) private readonly log: AccessLog,
    @Inject(BlockBook) private readonly book: BlockBook,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
    @Inject(BlockPreviews) private readonly previews: BlockPreviews,
    @Optional() @Inject(BlockHits) private readonly hits?: BlockHits,
  ) {}

  async make(by: StaffAndReason | undefined): Promise<BlockProposals> {
    const staff = by === undefined ? null : Staff.of(by);
    await this.hits?.flush();
    await this.book.lookAtAll();
    const live = [...this.live.index.innerFirst(this.clock.now())];
    const kinds = [this.merges(live), this.withoutHits(live), this.withoutEnd(live)];
    const found = kinds.flatMap((kind) => kind.slice(0, MOST_OF_A_KIND));
    const items =
      staff === null ? found.map(([proposal]) => proposal) : await this.withPreviews(staff, found);
    return { items, truncated: kinds.some((kind) => kind.length > MOST_OF_A_KIND) };
  }

  /** One lookup, whose parts are the previews. */
  private async withPreviews(staff: Staff, found: readonly Found[]): Promise<BlockProposal[]> {
    const lookup = await this.log.log(staff, 'proposals');
    const items: BlockProposal[] = [];
    for (const [proposal, range] of found)
      items.push({ ...proposal, preview: await this.previews.read(range) });
    await lookup.finish(items.length);
    return items;
  }

  private merges(live: readonly LoadedBlock[]): Found[] {
    const rules = live.map((block) => ({ range: rangeOfLoaded(block), block }));
    const allowed = rules.filter(({ block }) => block.effect === 'allow').map(({ range }) => range);
    const spared = [...allowed, ...this.options.neverBlock];
    const subnets = DENYING.flatMap((effect) =>
      crowdedSubnets(
        rules.filter(({ block }) => block.effect === effect),
        spared,
      ),
    );
    return subnets
      .toSorted((a, b) => b.listedUnits / b.units - a.listedUnits / a.units)
      .map(({ range, units, listedUnits, rules: listed }) => [
        {
          kind: 'merge',
          range: range.text,
          blocks: listed.slice(0, MOST_BLOCKS).map(({ block }) => blockOfLoaded(block)),
          listed: { units: listedUnits, of: units },
          preview: null,
        },
        range,
      ]);
  }

  private withoutHits(live: readonly LoadedBlock[]): Found[] {
    return this.forgotten('without-hits', blocksWithoutHits(live.map(blockOfLoaded), this.clock.now()));
  }

  private withoutEnd(live: readonly LoadedBlock[]): Found[] {
    return this.forgotten('without-end', blocksWithoutEnd(live.map(blockOfLoaded), this.clock.now()));
  }

  private forgotten(
    kind: 'without-hits' | 'without-end',
    blocks: ReturnType<typeof blockOfLoaded>[],
  ): Found[] {
    return blocks
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
      .map((block) => [
        { kind, range: block.range, blocks: [block], listed: null, preview: null },
        checkedRange(block.range),
      ]);
  }
}
