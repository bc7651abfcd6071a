import { Inject, Injectable } from '@nestjs/common';
import { ConsoleRefusal } from '../console-refusal.js';
import type { Answer } from '../http/answer.js';
import { comparePage } from '../pages/compare.page.js';
import { entityPage } from '../pages/entity.page.js';
import { proposalsPage } from '../pages/proposals.page.js';
import { rangePage } from '../pages/range.page.js';
import { userPage } from '../pages/user.page.js';
import { SAY } from '../sentences.js';
import type { Ask } from './ask.js';
import { CompareReading } from './compare.reading.js';
import { EntityReading } from './entity.reading.js';
import { LookedUpPages } from './looked-up.js';
import { LookupsHandler } from './lookups.handler.js';
import { ProposalsReading } from './proposals.reading.js';
import { pageAnswer } from './page-answer.js';
import { RangeReading } from './range.reading.js';
import { UserReading } from './user.reading.js';

/** Opens a page that was looked up, for as long as that holds, without logging it again. */
@Injectable()
export class LookupHandler {
  constructor(
    @Inject(LookedUpPages) private readonly pages: LookedUpPages,
    @Inject(UserReading) private readonly users: UserReading,
    @Inject(RangeReading) private readonly ranges: RangeReading,
    @Inject(EntityReading) private readonly entities: EntityReading,
    @Inject(CompareReading) private readonly comparisons: CompareReading,
    @Inject(ProposalsReading) private readonly proposals: ProposalsReading,
    @Inject(LookupsHandler) private readonly lookups: LookupsHandler,
  ) {}

  async open(ask: Ask): Promise<Answer> {
    const { view, request } = ask;
    const { visitor } = view;
    const page = await this.pages.open(visitor, request);
    const { subject, seed } = page;
    const staff = this.pages.staffOf(visitor, page);
    // Rights may have been taken away since it was looked up.
    if (subject.kind === 'lookups') {
      if (!visitor.can.seeLookups) throw new ConsoleRefusal(403, SAY.refusal.noRight);
      return this.lookups.found(ask, staff, subject.filter);
    }
    if (subject.kind === 'proposals') {
      if (!visitor.can.block || !visitor.can.seeAddresses) throw new ConsoleRefusal(403, SAY.refusal.noRight);
      const data = await this.proposals.read(staff);
      await this.pages.finish(page, data.rows.length);
      return pageAnswer(view, proposalsPage(view, data));
    }
    if (!visitor.can.investigate) throw new ConsoleRefusal(403, SAY.refusal.noRight);
    if (subject.kind === 'user') {
      const data = await this.users.read(ask, staff, subject.userId, seed);
      await this.pages.finish(page, data.networks.length);
      return pageAnswer(view, userPage(view, data));
    }
    if (subject.kind === 'range') {
      if (!visitor.can.seeAddresses) throw new ConsoleRefusal(403, SAY.start.networkNotAllowed);
      const data = await this.ranges.read(ask, staff, subject.range);
      await this.pages.finish(page, data.users.length);
      return pageAnswer(view, rangePage(view, data));
    }
    if (subject.kind === 'compare') {
      const data = await this.comparisons.read(ask, staff, subject.userIds, seed);
      await this.pages.finish(page, data.networks.length);
      return pageAnswer(view, comparePage(view, data));
    }
    return pageAnswer(view, entityPage(view, await this.entities.read(ask, staff, subject, seed)));
  }
}
