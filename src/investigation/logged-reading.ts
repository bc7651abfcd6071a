import { Inject, Injectable } from '@nestjs/common';
import { AccessLog, type LookupSubject } from '../access-log/access-log.js';
import type { Staff } from '../access-log/staff.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Connection } from '../storage/dialects/dialect.js';
import { timeOfId } from '../storage/entry-id.js';
import { EntrySearchStore } from '../storage/investigation/entry-search.store.js';
import { type KeptEntries, keptEntries } from '../storage/kept-entries.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';

/** One look into the database, on the primary. */
export interface Reading {
  readonly connection: Connection;
  /** What may be shown now, whatever the pruner has done. */
  readonly kept: KeptEntries;
}

/** The one way from a question to the tables: the lookup is in the log before the first row is read. */
@Injectable()
export class LoggedReading {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AccessLog) private readonly log: AccessLog,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(EntrySearchStore) private readonly entries: EntrySearchStore,
  ) {}

  /**
   * Logs a lookup, reads, and notes how many results there were.
   *
   * @throws AuditTrailError `TOO_MANY_LOOKUPS`, `NOT_RECORDED`: then nothing was read; `NOT_ANSWERED`
   */
  async answer<T>(
    staff: Staff,
    kind: string,
    subjects: readonly [LookupSubject, ...LookupSubject[]],
    read: (reading: Reading, lookupId: string) => Promise<T>,
    resultsOf: (answer: T) => number,
  ): Promise<T> {
    const lookup = await this.log.log(staff, kind, subjects);
    const answer = await this.read((reading) => read(reading, lookup.ids[0]));
    await lookup.finish(resultsOf(answer));
    return answer;
  }

  /** Reads for a lookup that is in the log already. */
  async goOn<T>(
    lookupId: string,
    read: (reading: Reading) => Promise<T>,
    resultsOf: (answer: T) => number,
  ): Promise<T> {
    const answer = await this.read(read);
    await this.log.finish([lookupId], resultsOf(answer));
    return answer;
  }

  /** The time of the oldest entry from this id on. */
  async oldestKept({ connection }: Reading, from: string): Promise<Date | null> {
    const id = await this.entries.oldestFrom(connection, from);
    return id === null ? null : new Date(timeOfId(id));
  }

  /** @throws AuditTrailError `NOT_ANSWERED` in the place of what the driver says */
  asking<T>(work: () => Promise<T>): Promise<T> {
    return orNotAnswered(
      this.database,
      'Ask again; inside a transaction on SQLite, after it has ended.',
      work,
    );
  }

  private read<T>(work: (reading: Reading) => Promise<T>): Promise<T> {
    return this.asking(() =>
      withPatience(this.database, this.options.retryForMs, (connection) =>
        work({ connection, kept: keptEntries(this.clock.now(), this.options) }),
      ),
    );
  }
}
