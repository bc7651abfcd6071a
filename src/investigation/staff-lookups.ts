import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { firstIdOf } from '../storage/entry-id.js';
import { LookupSumStore } from '../storage/investigation/lookup-sum.store.js';
import { firstKeptId } from '../storage/kept-entries.js';
import { LoggedReading } from './logged-reading.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';

/** How much one staff member looked up. */
export interface StaffLookupCount {
  readonly staffId: string;
  readonly lookups: number;
}

/** Counts lookups by staff member: numbers without a word about whom, so that it is no lookup itself. */
@Injectable()
export class StaffLookups {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(LoggedReading) private readonly reading: LoggedReading,
    @Inject(LookupSumStore) private readonly store: LookupSumStore,
  ) {}

  /**
   * The busiest first, 200 staff members at the most.
   *
   * @param fromMs milliseconds since 1970, included
   * @param belowMs milliseconds since 1970, excluded
   * @throws AuditTrailError `NOT_ANSWERED`
   */
  counts(fromMs: number, belowMs: number): Promise<StaffLookupCount[]> {
    const oldest = firstKeptId(this.clock.now(), this.options.lookupLogDays);
    const from = firstIdOf(fromMs);
    const bounds = { from: from > oldest ? from : oldest, below: firstIdOf(belowMs) };
    return this.reading.asking(() =>
      withPatience(this.database, this.options.retryForMs, (connection) =>
        this.store.byStaff(connection, bounds),
      ),
    );
  }
}
