import { Inject, Injectable, Logger } from '@nestjs/common';
import type { IpRange } from '../address/cidr.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { EntryIds } from '../storage/entry-id.js';
import { firstKeptId } from '../storage/kept-entries.js';
import { type LookupRow, LookupStore } from '../storage/lookup.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import type { Staff } from './staff.js';

/** What a lookup asks about; all of it may be left out. */
export interface LookupSubject {
  readonly userId?: string | undefined;
  readonly range?: Pick<IpRange, 'first' | 'last'> | undefined;
  readonly entityType?: string | undefined;
  readonly entityId?: string | undefined;
}

/** A lookup that has been logged, and may be answered now. */
export interface LoggedLookup {
  /** The rows in the log: one for each subject. */
  readonly ids: readonly [string, ...string[]];
  readonly at: Date;
  /** Notes how many things were found, once the answer is complete. Never rejects: the lookup itself is logged. */
  finish(results: number): Promise<void>;
}

/** The log of lookups: whoever shows an address, or what is known of a person, asks here first. */
@Injectable()
export class AccessLog {
  private readonly logger = new Logger('AuditTrail');
  private readonly ids = new EntryIds();

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LookupStore) private readonly store: LookupStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /**
   * Logs a lookup, on the primary and outside every transaction of the caller, and resolves when that is durable:
   * before that nothing may be read for it.
   *
   * @param kind what is asked, at most 40 ASCII characters: the name of the method, such as `linkedAccounts`
   * @param subjects one row is written for each; all of them or none
   * @throws AuditTrailError `TOO_MANY_LOOKUPS`, and `NOT_RECORDED` where it cannot be logged
   */
  async log(
    staff: Staff,
    kind: string,
    subjects: readonly [LookupSubject, ...LookupSubject[]] = [{}],
  ): Promise<LoggedLookup> {
    const now = this.clock.now();
    if (staff.logged !== null)
      return { ids: staff.logged, at: new Date(now), finish: () => Promise.resolve() };
    const [first, ...others] = subjects;
    const rowOf = (subject: LookupSubject) => this.row(staff, kind, subject, now);
    const rows: [LookupRow, ...LookupRow[]] = [rowOf(first), ...others.map(rowOf)];
    if (!(await this.isWritten(staff, rows, now))) throw this.tooMany();
    const ids: [string, ...string[]] = [rows[0].id, ...rows.slice(1).map(({ id }) => id)];
    return { ids, at: new Date(now), finish: (results) => this.finish(ids, results) };
  }

  private row(staff: Staff, kind: string, subject: LookupSubject, now: number): LookupRow {
    return {
      id: this.ids.next(now),
      at: now,
      staffId: staff.id,
      kind,
      userId: subject.userId ?? null,
      rangeFirst: subject.range?.first ?? null,
      rangeLast: subject.range?.last ?? null,
      entityType: subject.entityType ?? null,
      entityId: subject.entityId ?? null,
      reason: staff.reason,
    };
  }

  private async isWritten(staff: Staff, rows: [LookupRow, ...LookupRow[]], now: number): Promise<boolean> {
    const { retryForMs, maxLookupsPerDay: most } = this.options;
    try {
      return await withPatience(this.database, retryForMs, async (connection, signal) => {
        const limit = { from: firstKeptId(now, 1), most };
        if (!staff.isSystem) return this.store.addWithin(connection, rows, limit, signal);
        await this.store.add(connection, rows, signal);
        return true;
      });
    } catch (error) {
      throw this.notLogged(error);
    }
  }

  /** Notes how many things were found by lookups that were logged before, where their answer comes in pages. */
  async finish(ids: readonly string[], results: number): Promise<void> {
    try {
      await this.database.withConnection((connection) => this.store.setResults(connection, ids, results));
    } catch (error) {
      this.logger.error(`The number of results of a lookup could not be noted${this.codeOf(error)}.`);
    }
  }

  private notLogged(error: unknown): AuditTrailError {
    const { code } = this.database.faultOf(error);
    return new AuditTrailError(
      'NOT_RECORDED',
      `The lookup could not be logged within ${this.options.retryForMs} ms${this.codeOf(error)}, and so it was not ` +
        'made: what is not logged is not answered. Inside a transaction on SQLite, look up after it has ended.',
      code === undefined ? {} : { driverCode: code },
    );
  }

  private codeOf(error: unknown): string {
    const { code } = this.database.faultOf(error);
    return code === undefined ? '' : ` (${code})`;
  }

  private tooMany(): AuditTrailError {
    return new AuditTrailError(
      'TOO_MANY_LOOKUPS',
      `With this one, the staff member would have made more than ${this.options.maxLookupsPerDay} lookups in 24 hours, ` +
        'as many as maxLookupsPerDay allows. It was not made. Wait, or raise the option.',
    );
  }
}
