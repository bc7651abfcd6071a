import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.js';
import { DEFAULT_OPTIONS } from '../options/default-options.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { EntryStore } from '../storage/entry.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { cutoffOf } from './cutoff.js';
import type { PruneReport, PruneRequest } from './prune-report.js';

/** One kind of change that a run makes, to rows up to a point in time. */
interface PruneStep {
  readonly source: string;
  readonly until: Date;
  count(): Promise<number>;
  change(limit: number): Promise<number>;
}

/** Deletes what is older than the store time. */
@Injectable()
export class IpRetentionService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('AuditTrail');
  private readonly shutdown = new AbortController();
  private running: Promise<PruneReport> | null = null;

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EntryStore) private readonly store: EntryStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /**
   * Deletes, oldest first and in batches with a pause between them, every entry that was made at or before now less
   * the store time. With `keepEntries` those lose their address and snapshot, and go when their own time is over.
   * A failure does not reject: the report names it. A call while a run is under way gets that run's report.
   */
  prune(request: PruneRequest = {}): Promise<PruneReport> {
    // Who wants to delete must not be given the report of a run that only counts, nor the other way round.
    if (request.dryRun) return this.run(request);
    this.running ??= this.run(request).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Stops a run that is under way within one batch. */
  async beforeApplicationShutdown(): Promise<void> {
    this.shutdown.abort();
    await this.running;
  }

  private async run(request: PruneRequest): Promise<PruneReport> {
    const startedAt = new Date(this.clock.now());
    const cutoff = cutoffOf(startedAt.getTime(), this.options.ipStoreDays);
    const dryRun = Boolean(request.dryRun);
    const report: PruneReport = {
      startedAt,
      finishedAt: startedAt,
      cutoff,
      dryRun,
      deleted: {},
      remaining: 0,
      errors: [],
    };
    if (cutoff === null) report.skipped = 'disabled';
    else for (const step of this.stepsOf(startedAt.getTime(), cutoff)) await this.take(step, request, report);
    report.finishedAt = new Date(this.clock.now());
    return report;
  }

  private stepsOf(now: number, cutoff: Date): PruneStep[] {
    const { keepEntries } = this.options;
    if (keepEntries === false) return [this.step('entries', cutoff, 'deleteUntil', 'entries')];
    const end = cutoffOf(now, keepEntries.days) ?? cutoff;
    return [
      this.step('entries', end, 'deleteUntil', 'entries'),
      this.step('addresses', cutoff, 'blankUntil', 'addresses', end),
    ];
  }

  private step(
    source: string,
    until: Date,
    change: 'deleteUntil' | 'blankUntil',
    what: 'entries' | 'addresses',
    countedAlready?: Date,
  ): PruneStep {
    return {
      source,
      until,
      count: () =>
        this.database.withConnection(async (connection) => {
          const total = await this.store.countUntil(connection, until, what);
          if (countedAlready === undefined) return total;
          return total - (await this.store.countUntil(connection, countedAlready, what));
        }),
      change: (limit) =>
        this.database.withConnection((connection) => this.store[change](connection, until, limit)),
    };
  }

  private async take(step: PruneStep, request: PruneRequest, report: PruneReport): Promise<void> {
    report.deleted[step.source] = 0;
    try {
      if (report.dryRun) report.deleted[step.source] = await step.count();
      else if (!(await this.inBatches(step, request, report))) report.remaining += await step.count();
    } catch (error) {
      const { code } = this.database.faultOf(error);
      const message = `the database refused${code === undefined ? '' : ` (${code})`}`;
      report.errors.push({ source: step.source, message });
      report.remaining += await step.count().catch(() => 0);
      this.logger.error(`Pruning ${step.source} failed: ${message}. It is tried again with the next run.`);
    }
  }

  /** Answers whether everything was taken, rather than stopped. */
  private async inBatches(
    step: PruneStep,
    { signal, onProgress }: PruneRequest,
    report: PruneReport,
  ): Promise<boolean> {
    const { batchSize, pauseMs } = this.options.prune === false ? DEFAULT_OPTIONS.prune : this.options.prune;
    const stop = AbortSignal.any(
      signal === undefined ? [this.shutdown.signal] : [signal, this.shutdown.signal],
    );
    let deleted = 0;
    while (!stop.aborted) {
      const changed = await step.change(batchSize);
      deleted += changed;
      report.deleted[step.source] = deleted;
      onProgress?.({ source: step.source, deleted, expected: null });
      if (changed < batchSize) return true;
      await pause(pauseMs, stop);
    }
    return false;
  }
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', done, { once: true });
  });
}
