import { Inject, Injectable } from '@nestjs/common';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { PrunedPlaces, type PrunedPlace, type PruneTimes } from '../settings/pruned-places.js';
import type { DueSpan } from '../storage/due-rows.js';
import { RETENTION_RULES, type RetentionRule } from '../storage/retention-rules.js';
import { RetentionStore } from '../storage/retention.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { BlankedUntil } from './blanked-until.js';
import { dueTime } from './due-time.js';
import { WalkedPlace } from './walked-place.js';

/** Brings the rules of the package's own tables among the places that pruning goes through. */
@Injectable()
export class PackagePlaces {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(PrunedPlaces) places: PrunedPlaces,
    @Inject(RetentionStore) private readonly store: RetentionStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(BlankedUntil) private readonly blankedUntil: BlankedUntil,
  ) {
    for (const rule of RETENTION_RULES) places.add(this.placeOf(rule));
  }

  private placeOf(rule: RetentionRule): PrunedPlace {
    return new WalkedPlace({
      name: rule.place,
      database: this.database,
      rows: this.store.rowsOf(rule),
      holdsAddresses: rule.at === 'storeTime' || rule.at === 'entriesEnd',
      spanOf: (times) => this.spanOf(rule, times),
      ...(rule.isForKeptEntries && {
        // Without `keepEntries` an entry goes together with its address.
        isIn: ({ cutoff, entriesCutoff }: PruneTimes) => cutoff?.getTime() !== entriesCutoff?.getTime(),
        mark: this.blankedUntil,
      }),
    });
  }

  private spanOf({ at, since }: RetentionRule, times: PruneTimes): DueSpan | null {
    const until = dueTime(at, times, this.options);
    return until === null
      ? null
      : { until, since: since === undefined ? null : dueTime(since, times, this.options) };
  }
}
