import { Inject, Injectable } from '@nestjs/common';
import { BlockList } from '../../blocking/block-list.js';
import { StaffLookups } from '../../investigation/staff-lookups.js';
import { IpBlocksService } from '../../blocking/ip-blocks.service.js';
import { HealthSigns } from '../../settings/health-signs.js';
import type { Answer } from '../http/answer.js';
import { type StartData, startPage } from '../pages/start.page.js';
import type { Person, View } from '../pages/view.js';
import { rangeText } from '../range-text.js';
import { pageAnswer } from './page-answer.js';

const DAY_MS = 86_400_000;
const SOON_MS = 3 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;
const LISTED_BLOCKS = 500;
const SHOWN_BLOCKS = 10;

/** What the field had when the form comes back. */
export interface AskedAgain {
  readonly asked: string;
  readonly problem?: string;
  readonly candidates?: readonly Person[];
}

/** The start page. */
@Injectable()
export class StartHandler {
  constructor(
    @Inject(BlockList) private readonly blocks: BlockList,
    @Inject(IpBlocksService) private readonly blocksService: IpBlocksService,
    @Inject(HealthSigns) private readonly signs: HealthSigns,
    @Inject(StaffLookups) private readonly lookups: StaffLookups,
  ) {}

  async show(view: View, again: AskedAgain = { asked: '' }): Promise<Answer> {
    const nowMs = view.now.getTime();
    const { seeLookups, seeAddresses, block } = view.visitor.can;
    const [pruning, endingSoon, proposals, staffLookups] = await Promise.all([
      this.signs.read('pruning'),
      this.endingSoon(view, nowMs),
      seeAddresses && block ? this.proposed() : null,
      seeLookups ? this.lookups.counts(nowMs - WEEK_MS, nowMs + 1) : null,
    ]);
    const data: StartData = {
      asked: again.asked,
      problem: again.problem ?? null,
      candidates: again.candidates ?? null,
      endingSoon,
      proposals,
      isOverdue: pruning.status !== 'up',
      staffLookups,
    };
    return pageAnswer(view, startPage(view, data), again.problem === undefined ? 200 : 400);
  }

  /** How many there are; what they are about takes a lookup. */
  private async proposed(): Promise<StartData['proposals']> {
    const { items, truncated } = await this.blocksService.proposals();
    return { count: items.length, isAtLeast: truncated };
  }

  /** Of the newest live blocks. Ranges of blocks that stand for a user are not shown without a lookup. */
  private async endingSoon({ visitor }: View, nowMs: number): Promise<StartData['endingSoon']> {
    const { items, next } = await this.blocks.listed({ live: true, limit: LISTED_BLOCKS });
    const soon = items
      .flatMap(({ block: { expiresAt, range, reason }, isOfUser }) =>
        expiresAt === null || expiresAt.getTime() > nowMs + SOON_MS
          ? []
          : [{ expiresAt, reason, range: visitor.can.seeAddresses && !isOfUser ? rangeText(range) : null }],
      )
      .toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
    return { blocks: soon.slice(0, SHOWN_BLOCKS), isCut: next !== null || soon.length > SHOWN_BLOCKS };
  }
}
