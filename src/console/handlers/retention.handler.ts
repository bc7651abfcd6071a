import { Inject, Injectable } from '@nestjs/common';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../../options/resolved-options.js';
import { IpRetentionService } from '../../retention/ip-retention.service.js';
import type { PruneReport } from '../../retention/prune-report.js';
import { HealthSigns } from '../../settings/health-signs.js';
import { ConsoleRefusal } from '../console-refusal.js';
import type { Answer } from '../http/answer.js';
import { retentionPage } from '../pages/retention.page.js';
import type { View } from '../pages/view.js';
import { SAY } from '../sentences.js';
import type { Ask } from './ask.js';
import { pageAnswer } from './page-answer.js';

/** How long addresses are kept, and whether they go on time. */
@Injectable()
export class RetentionHandler {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(IpRetentionService) private readonly retention: IpRetentionService,
    @Inject(HealthSigns) private readonly signs: HealthSigns,
  ) {}

  show({ view }: Ask): Promise<Answer> {
    return this.page(view, null);
  }

  async dryRun({ view }: Ask): Promise<Answer> {
    if (!view.visitor.can.investigate) throw new ConsoleRefusal(403, SAY.refusal.noRight);
    return this.page(view, await this.retention.prune({ dryRun: true }));
  }

  private async page(view: View, dryRun: PruneReport | null): Promise<Answer> {
    const { ipStoreDays, keepEntries, prune } = this.options;
    const [sign, lastRun] = await Promise.all([this.signs.read('pruning'), this.retention.lastRun()]);
    const oldest = sign['oldestAddress'];
    const data = {
      storeDays: ipStoreDays,
      keepDays: keepEntries === false ? null : keepEntries.days,
      cron: prune === false ? null : prune.cron,
      oldestAddress: oldest instanceof Date ? oldest : null,
      isOverdue: sign.status !== 'up',
      lastRun,
      dryRun,
    };
    return pageAnswer(view, retentionPage(view, data));
  }
}
