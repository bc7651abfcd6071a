import { Inject, Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { AuditTrailError } from '../audit-trail.error.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { IpRetentionService } from './ip-retention.service.js';

/** The name of the job in the application's `SchedulerRegistry`. */
const PRUNE_JOB = 'audit-trail.prune';

/**
 * Runs the pruning on time, as a job of the application's own scheduler. The package does not import
 * `ScheduleModule.forRoot()` itself: a second one would fire each of the application's jobs twice.
 */
@Injectable()
export class PruneSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger('AuditTrail');

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(IpRetentionService) private readonly retention: IpRetentionService,
    @Optional() @Inject(SchedulerRegistry) private readonly registry?: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const { prune, ipStoreDays } = this.options;
    if (prune === false) return;
    if (this.registry === undefined) {
      // What has another time of its own, such as the log of lookups, is little.
      if (ipStoreDays === 'forever') return;
      this.logger.warn(
        'Nothing deletes old IP addresses: there is no scheduler. Import ScheduleModule.forRoot() from @nestjs/schedule in the root module, or set prune: false where another process prunes.',
      );
      return;
    }
    if (this.registry.doesExist('cron', PRUNE_JOB)) throw importedTwice();
    const job = CronJob.from({ cronTime: prune.cron, onTick: () => this.tick(), start: true });
    this.registry.addCronJob(PRUNE_JOB, job);
  }

  private async tick(): Promise<void> {
    const { deleted, remaining, errors, skipped } = await this.retention.prune();
    if (skipped === 'another-process') return this.logger.debug('Another process prunes.');
    if (skipped === 'clock' || errors.length > 0) return;
    if (skipped === 'lease-lost') {
      return this.logger.warn(
        'Pruning was taken over by another process, since this one had stood still for long. Nothing more was deleted here.',
      );
    }
    const counts = Object.entries(deleted).filter(([, rows]) => rows > 0);
    const what = counts.map(([source, rows]) => `${source} ${rows}`).join(', ') || 'nothing was due';
    this.logger.log(`Pruned: ${what}; ${remaining} left for the next run.`);
  }
}

function importedTwice(): AuditTrailError {
  return new AuditTrailError(
    'INVALID_OPTIONS',
    `AuditTrailModule is imported twice: there is a job ${PRUNE_JOB} already. Call forRoot() or forRootAsync() once, in the root module; where isGlobal is false, re-export AuditTrailModule from there.`,
  );
}
