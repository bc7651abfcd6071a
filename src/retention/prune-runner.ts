import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { BatchPace } from '../settings/batch-pace.js';
import { type Lease, LeaseLost, Leases } from '../settings/leases.js';
import { PlaceRefused } from '../settings/place-refused.js';
import { PrunedPlaces, type PrunedPlace, type PruneTimes } from '../settings/pruned-places.js';
import { DeletedBytes } from '../storage/deleted-bytes.js';
import type { Statement } from '../storage/dialects/dialect.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { ClockCheck } from './clock-check.js';
import { pruneTimesOf } from './due-time.js';
import { EffectiveStoreTimes } from './effective-store-times.js';
import { LastRun } from './last-run.js';
import { type PacedRun, pacedRun } from './paced-run.js';
import { pause } from '../pause.js';
import type { PruneReport, PruneRequest } from './prune-report.js';
import { retryPassingFaults } from './retry-passing-faults.js';
import { SourceFailed } from './source-failed.js';

/** The task that one process at a time does. */
const PRUNE_LEASE = 'prune';

/** Goes through every place that personal data leaves, in batches that each renew the lease. */
@Injectable()
export class PruneRunner {
  private readonly logger = new Logger('AuditTrail');

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(PrunedPlaces) private readonly places: PrunedPlaces,
    @Inject(Leases) private readonly leases: Leases,
    @Inject(EffectiveStoreTimes) private readonly storeTimes: EffectiveStoreTimes,
    @Inject(ClockCheck) private readonly clockCheck: ClockCheck,
    @Inject(LastRun) private readonly lastRun: LastRun,
    @Inject(DeletedBytes) private readonly deletedBytes: DeletedBytes,
  ) {}

  /** Never rejects: the report names what failed. */
  async run(request: PruneRequest, stop: AbortSignal): Promise<PruneReport> {
    const now = this.clock.now();
    const report = this.emptyReport(now, Boolean(request.dryRun));
    try {
      if (report.dryRun) {
        await this.goThrough(request, report, stop, null);
        report.finishedAt = new Date(this.clock.now());
      } else await this.underLease(request, report, stop);
    } catch (error) {
      this.failed('the run', error, report);
    }
    return report;
  }

  private emptyReport(now: number, dryRun: boolean): PruneReport {
    const startedAt = new Date(now);
    const times = pruneTimesOf(now, this.storeTimes.own);
    const deleted = Object.fromEntries(this.placesIn(times).map(({ name }) => [name, 0]));
    return {
      startedAt,
      finishedAt: startedAt,
      cutoff: times.cutoff,
      dryRun,
      deleted,
      remaining: 0,
      errors: [],
    };
  }

  private async underLease(request: PruneRequest, report: PruneReport, stop: AbortSignal): Promise<void> {
    const lease = await this.retrying(() => this.leases.take(PRUNE_LEASE), stop);
    if (lease === null) {
      report.skipped = 'another-process';
      return;
    }
    try {
      await this.deletedBytes.overwrite();
      await this.goThrough(request, report, stop, lease);
      await this.deletedBytes.settle();
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      report.skipped = 'lease-lost';
    } finally {
      report.finishedAt = new Date(this.clock.now());
      // When it is told to stop as well: until the lease expires nobody else could prune.
      await this.retrying(() => this.lastRun.keep(report, lease), new AbortController().signal);
    }
  }

  private async goThrough(
    request: PruneRequest,
    report: PruneReport,
    stop: AbortSignal,
    lease: Lease | null,
  ): Promise<void> {
    const now = report.startedAt.getTime();
    const storeTimes = await this.storeTimes.at(now, report.dryRun);
    const times = pruneTimesOf(now, storeTimes);
    report.cutoff = times.cutoff;
    const problem = await this.clockCheck.problem(storeTimes, Boolean(request.force));
    if (problem !== null) {
      report.skipped = 'clock';
      this.logger.error(`Nothing was pruned: ${problem}.`);
      return;
    }
    if (times.cutoff === null) report.skipped = 'disabled';
    const places = this.placesIn(times);
    report.deleted = Object.fromEntries(places.map(({ name }) => [name, 0]));
    const run = lease === null ? null : this.runOf(times, lease, stop);
    for (const place of places) await this.take(place, times, run, request, report);
  }

  private placesIn(times: PruneTimes): PrunedPlace[] {
    return this.places.all.filter((place) => place.isIn?.(times) ?? true);
  }

  private runOf(times: PruneTimes, lease: Lease, stop: AbortSignal): PacedRun {
    const pace = new BatchPace(this.options, this.database.dialect.pruneBatch);
    const write = (statements: () => readonly Statement[]) =>
      this.retrying(
        () => this.database.withConnection((connection) => connection.runTogether(statements())),
        stop,
      );
    return pacedRun(times, lease, pace, write, stop);
  }

  private async take(
    place: PrunedPlace,
    times: PruneTimes,
    run: PacedRun | null,
    request: PruneRequest,
    report: PruneReport,
  ): Promise<void> {
    try {
      if (run === null) report.deleted[place.name] = (await place.count(times)) ?? 0;
      else if (!(await this.inBatches(place, run, request, report)))
        report.remaining += await countOwn(place, times);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      if (error instanceof SourceFailed) report.deleted[place.name]! += error.changed;
      this.failed(place.name, error, report);
      if (run !== null) report.remaining += await countOwn(place, times).catch(() => 0);
    }
  }

  /** Answers whether everything was taken, rather than stopped. */
  private async inBatches(
    place: PrunedPlace,
    run: PacedRun,
    { onProgress }: PruneRequest,
    report: PruneReport,
  ): Promise<boolean> {
    const expected =
      onProgress === undefined || run.signal.aborted || place.isOfHost ? null : await place.count(run);
    let deleted = 0;
    while (!run.signal.aborted) {
      const { rows } = run.pace;
      const changed = await run.pace.timed(() => place.prune(run));
      deleted += changed;
      report.deleted[place.name] = deleted;
      onProgress?.({ source: place.name, deleted, expected });
      if (changed < rows) return true;
      await pause(run.pace.pauseMs, run.signal);
    }
    return false;
  }

  private retrying<T>(work: () => Promise<T>, stop: AbortSignal): Promise<T> {
    const faultOf = (error: unknown) => this.database.faultOf(error);
    return retryPassingFaults(work, faultOf, { forMs: this.options.retryForMs, stop });
  }

  private failed(source: string, error: unknown, report: PruneReport): void {
    const isSayable = error instanceof SourceFailed || error instanceof PlaceRefused;
    const message = isSayable ? error.message : this.refusal(error);
    report.errors.push({ source, message });
    this.logger.error(`Pruning ${source} failed: ${message}. It is tried again with the next run.`);
  }

  private refusal(error: unknown): string {
    const { code } = this.database.faultOf(error);
    return `the database refused${code === undefined ? '' : ` (${code})`}`;
  }
}

/** A source of the host is not asked again when it has failed or is to stop. */
async function countOwn(place: PrunedPlace, times: PruneTimes): Promise<number> {
  return place.isOfHost ? 0 : ((await place.count(times)) ?? 0);
}
