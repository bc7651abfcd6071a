import { Inject, Injectable } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { shapeOf } from '../describe-value.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Connection } from '../storage/dialects/dialect.js';
import { HoldStore } from '../storage/hold.store.js';
import { TrailDatabase } from '../storage/trail-database.js';

const DAY_MS = 86_400_000;

/** Users whose entries must not be erased before a time. */
@Injectable()
export class Holds {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(HoldStore) private readonly store: HoldStore,
  ) {}

  /**
   * The time at which a hold would end that is asked for now: it delays nothing past the store time.
   *
   * @throws AuditTrailError `INVALID_TIME` for what is no time ahead
   */
  endOf(until: unknown): number {
    const now = this.clock.now();
    const time = until instanceof Date ? until.getTime() : Number.NaN;
    if (!(time > now)) {
      const came = until instanceof Date && !Number.isNaN(time) ? until.toISOString() : shapeOf(until);
      throw new AuditTrailError('INVALID_TIME', `The time "until" is ${came}; wanted a Date ahead of now.`, {
        value: until,
      });
    }
    const { ipStoreDays } = this.options;
    return ipStoreDays === 'forever' ? time : Math.min(time, now + ipStoreDays * DAY_MS);
  }

  async begin(userId: string, until: number, by: { id: string; reason: string }): Promise<void> {
    const createdAt = this.clock.now();
    const row = { userId, until, createdAt, staffId: by.id, reason: by.reason };
    await this.database.withConnection((connection) => connection.run(this.store.put(row)));
  }

  /** @throws AuditTrailError `HELD`, saying until when, where the user is held now */
  async refuseIfHeld(connection: Connection, userId: string): Promise<void> {
    const hold = await this.store.liveHold(connection, userId, this.clock.now());
    if (hold === null) return;
    throw new AuditTrailError(
      'HELD',
      `The user's entries are held until ${new Date(hold.until).toISOString()}, and are not erased before that. Try again then, or let who holds them end it.`,
    );
  }

  /** Who is held now. */
  users(): Promise<Set<string>> {
    return this.database.withConnection((connection) => this.store.heldUsers(connection, this.clock.now()));
  }

  /** Forgets a hold that has ended, with its reason; answers how many that were. */
  async forget(userId: string): Promise<number> {
    const { affected } = await this.database.withConnection((connection) =>
      connection.run(this.store.remove(userId)),
    );
    return affected;
  }

  /** Makes a hold another user's, whose own may end later. */
  async move(fromUserId: string, toUserId: string): Promise<void> {
    const now = this.clock.now();
    await this.database.withConnection(async (connection) => {
      const from = await this.store.liveHold(connection, fromUserId, now);
      if (from === null) return;
      const to = await this.store.liveHold(connection, toUserId, now);
      if (to === null || to.until < from.until)
        await connection.run(this.store.put({ ...from, userId: toUserId }));
      await connection.run(this.store.remove(fromUserId));
    });
  }
}
