import { Injectable } from '@nestjs/common';
import type { Statement } from '../storage/dialects/dialect.js';

/** The times by which a run judges what is due; the same for all of its places, and fixed when it begins. */
export interface PruneTimes {
  /** The time at which the run began. */
  readonly now: Date;
  /** What was made at or before this time is past the store time; `null` where addresses are kept for ever. */
  readonly cutoff: Date | null;
  /** Entries made at or before this time are deleted: the cutoff, or an earlier time with `keepEntries`. */
  readonly entriesCutoff: Date | null;
}

/** What a pruning run tells each place, and how the place changes anything. */
export interface PruneRun extends PruneTimes {
  /** Rows that one batch changes at most. */
  readonly batchSize: number;
  readonly signal: AbortSignal;
  /**
   * Runs statements in a transaction of their own that first renews the lease, and answers how many rows the first one
   * affected.
   *
   * @throws LeaseLost where another process has taken the lease: nothing was changed, and nothing may be any more
   */
  change(statement: Statement, ...more: Statement[]): Promise<number>;
  /** The first statement of a transaction that is not made by `change`; where it affects no row, throw `LeaseLost`. */
  readonly renewal: Statement;
}

/** A place that personal data leaves on time. */
export interface PrunedPlace {
  /** As reports name it. */
  readonly name: string;
  /** Whether only the process that it was registered in knows it. */
  readonly isOfHost?: boolean;
  /** Whether it holds addresses that are due at the store time, and can be counted without much ado. */
  readonly holdsAddresses?: boolean;
  /** Whether it has anything to do in such a run, and so a line in its report. Default: always. */
  isIn?(times: PruneTimes): boolean;
  /** Rows that are due now; `null` where nobody can tell. */
  count(times: PruneTimes): Promise<number | null>;
  /** Changes at most `batchSize` rows, oldest first where they have an order; fewer mean that none is left. */
  prune(run: PruneRun): Promise<number>;
}

/** Every place that pruning runs go through, in the order in which they were added. */
@Injectable()
export class PrunedPlaces {
  private readonly places: PrunedPlace[] = [];

  /** @throws Error where a place has the name already: two would be one in the report */
  add(place: PrunedPlace): void {
    if (this.places.some(({ name }) => name === place.name)) {
      throw new Error(`There is a place ${place.name} already.`);
    }
    this.places.push(place);
  }

  get all(): readonly PrunedPlace[] {
    return this.places;
  }
}
