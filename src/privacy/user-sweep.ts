import { Inject, Injectable } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { HostUsers } from '../storage/host-users.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { GoneUsers, isTooMany } from './gone-users.js';
import { GoneUsersAlarm } from './gone-users-alarm.js';
import { PersonErasure } from './person-erasure.js';

/** What a sweep found and did. */
export interface SweepReport {
  /** Users that have entries. */
  users: number;
  /** Those of them that are gone and have entries older than a day. */
  gone: number;
  /** Entries that are due to go. */
  entries: number;
  /** Entries that were deleted. */
  deleted: number;
  /** Whether a pruning run leaves them alone, since so many cannot be believed. */
  needsYes: boolean;
}

/** Deletes the entries of users who are gone because somebody says so, however many they are. */
@Injectable()
export class UserSweep {
  constructor(
    @Inject(HostUsers) private readonly host: HostUsers,
    @Inject(GoneUsers) private readonly goneUsers: GoneUsers,
    @Inject(GoneUsersAlarm) private readonly alarm: GoneUsersAlarm,
    @Inject(PersonErasure) private readonly erasure: PersonErasure,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /**
   * Counts who is gone; with `yes` their entries are deleted. Two sweeps at once do each other no harm.
   *
   * @throws AuditTrailError `INVALID_OPTIONS` without the option `userEntity`, `NOT_ANSWERED`
   */
  async sweepUsers({
    yes,
    signal,
  }: {
    yes: boolean;
    signal?: AbortSignal | undefined;
  }): Promise<SweepReport> {
    if (this.host.entity === null) {
      throw new AuditTrailError(
        'INVALID_OPTIONS',
        'Nobody can tell which users are gone: the option "userEntity" was not given. Name the entity of your users.',
      );
    }
    return orNotAnswered(this.database, 'What was swept is gone; sweep again for the rest.', async () => {
      const found = await this.goneUsers.find(undefined, signal);
      const report = {
        users: found.users,
        gone: found.gone,
        entries: await this.erasure.count(found.steps),
        deleted: 0,
        needsYes: isTooMany(found),
      };
      if (!yes) return report;
      const { entries = 0 } = await this.erasure.takeAll(found.steps, signal);
      await this.database.withConnection((connection) => connection.run(this.alarm.set(null)));
      return { ...report, deleted: entries };
    });
  }
}
