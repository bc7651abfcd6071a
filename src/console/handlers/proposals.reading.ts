import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../../access-log/staff.js';
import { IpBlocksService } from '../../blocking/ip-blocks.service.js';
import type { ProposalsData } from '../pages/proposals.page.js';
import { People } from '../people.js';
import { rangeText } from '../range-text.js';

/** Reads what the page of proposals shows. */
@Injectable()
export class ProposalsReading {
  constructor(
    @Inject(IpBlocksService) private readonly blocks: IpBlocksService,
    @Inject(People) private readonly people: People,
  ) {}

  async read(staff: Staff): Promise<ProposalsData> {
    const { items, truncated } = await this.blocks.proposals(staff);
    const person = await this.people.of(items.flatMap(({ preview }) => preview?.staff ?? []));
    return {
      reason: staff.reason,
      isCut: truncated,
      rows: items.map(({ kind, range, blocks, listed, preview }) => ({
        kind,
        range: rangeText(range),
        block: kind === 'merge' ? null : (blocks[0] ?? null),
        share: listed === null ? null : listed.units / listed.of,
        users: preview?.users ?? 0,
        usersIsAtLeast: preview?.truncated ?? false,
        staff: (preview?.staff ?? []).map(person),
      })),
    };
  }
}
