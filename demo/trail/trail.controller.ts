import { Controller, Get, Inject } from '@nestjs/common';
import type { AuditTrailEntry } from 'nest-audit-trail';
import { Account } from '../accounts/account.entity.js';
import { CurrentAccount, ModeratorOnly, SignedIn } from '../accounts/signed-in.js';
import { AsPage } from '../web/page.js';
import { activityPage } from './activity.page.js';
import { trailPage } from './trail.page.js';
import { TrailService, type TrailOverview } from './trail.service.js';

@Controller()
export class TrailController {
  constructor(@Inject(TrailService) private readonly trail: TrailService) {}

  @Get('trail')
  @ModeratorOnly()
  @AsPage(trailPage)
  overview(): Promise<TrailOverview> {
    return this.trail.overview();
  }

  @Get('activity')
  @SignedIn()
  @AsPage(activityPage)
  activity(@CurrentAccount() account: Account): Promise<AuditTrailEntry[]> {
    return this.trail.activityOf(account);
  }
}
