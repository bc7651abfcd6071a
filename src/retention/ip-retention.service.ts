import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { show } from '../describe-value.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { PrunedPlaces } from '../settings/pruned-places.js';
import { TrailDatabase } from '../storage/trail-database.js';
import type { IpSource } from './ip-source.js';
import { LastRun } from './last-run.js';
import type { PruneReport, PruneRequest } from './prune-report.js';
import { PruneRunner } from './prune-runner.js';
import { SourcePlace } from './source-place.js';

const LONGEST_NAME = 100;

/** Deletes what is older than the store time, wherever it is kept. */
@Injectable()
export class IpRetentionService implements BeforeApplicationShutdown {
  private readonly shutdown = new AbortController();
  private running: Promise<PruneReport> | null = null;

  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(PrunedPlaces) private readonly places: PrunedPlaces,
    @Inject(PruneRunner) private readonly runner: PruneRunner,
    @Inject(LastRun) private readonly last: LastRun,
  ) {}

  /**
   * Deletes, oldest first and in batches with a pause between them, every entry that was made at or before now less
   * the store time; with `keepEntries` those lose their address and snapshot, and go when their own time is over. So
   * does what else holds an address: the log of lookups, columns with `@StoresIp`, registered sources.
   *
   * One process at a time prunes. A failure does not reject: the report names it. A call while a run of this process
   * is under way gets that run's report.
   */
  prune(request: PruneRequest = {}): Promise<PruneReport> {
    // Who wants to delete must not be given the report of a run that only counts, nor the other way round.
    if (request.dryRun) return this.run(request);
    this.running ??= this.run(request).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** The report of the last run of any process that was no dry run; `null` before the first. */
  lastRun(): Promise<PruneReport | null> {
    return this.last.report();
  }

  /**
   * Makes another place that holds IP addresses part of every run of this process. The command does not see it.
   *
   * ```ts
   * retention.register({
   *   name: 'sessions',
   *   prune: async (cutoff, { manager, dryRun, batchSize }) => { ... return rows; },
   * });
   * ```
   *
   * @throws AuditTrailError `INVALID_OPTIONS` where the name is taken, or no function is given
   */
  register(source: IpSource): void {
    const { name, prune } = Object(source) as Partial<IpSource>;
    if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME) {
      throw refused(`the name ${show(name)}`, `a text of 1 to ${LONGEST_NAME} characters`);
    }
    if (this.places.all.some((place) => place.name === name)) {
      throw refused(`the name ${show(name)}, which another place has already`, 'a name of its own');
    }
    if (typeof prune !== 'function') {
      throw refused(`the source ${show(name)} with prune: ${show(prune)}`, 'a function (cutoff, context)');
    }
    this.places.add(new SourcePlace(source, this.database, this.options.retryForMs));
  }

  /** Stops a run that is under way within one batch. */
  async beforeApplicationShutdown(): Promise<void> {
    this.shutdown.abort();
    await this.running;
  }

  private run(request: PruneRequest): Promise<PruneReport> {
    const signals = request.signal === undefined ? [] : [request.signal];
    return this.runner.run(request, AbortSignal.any([this.shutdown.signal, ...signals]));
  }
}

function refused(came: string, wanted: string): AuditTrailError {
  return new AuditTrailError(
    'INVALID_OPTIONS',
    `IpRetentionService.register was given ${came}; wanted ${wanted}.`,
  );
}
