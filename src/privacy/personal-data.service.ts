import { Inject, Injectable, Optional } from '@nestjs/common';
import { AccessLog } from '../access-log/access-log.js';
import { Staff, type StaffAndReason } from '../access-log/staff.js';
import { AcceptedEntries } from '../storage/accepted-entries.js';
import { PersonBlockStore } from '../storage/blocks/person-block.store.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { PersonLookupStore } from '../storage/person-lookup.store.js';
import { PersonStore } from '../storage/person.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { ErasureMemory } from './erasure-memory.js';
import { Holds } from './holds.js';
import { People, type Person } from './people.js';
import { PersonErasure } from './person-erasure.js';
import { PersonExport } from './person-export.js';
import type { PersonalRecord } from './personal-record.js';
import { type PersonId, userOf } from './user-of.js';

const WITHOUT_BY = {
  export: 'The personal data of a user were exported.',
  erase: 'The personal data of a user were erased.',
};

/** What the law asks for in the name of a person: access, erasure, and what delays it. */
@Injectable()
export class PersonalDataService {
  /** @internal */
  constructor(
    @Inject(AccessLog) private readonly log: AccessLog,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(PersonStore) private readonly entries: PersonStore,
    @Inject(PersonLookupStore) private readonly lookups: PersonLookupStore,
    @Inject(PersonBlockStore) private readonly blocks: PersonBlockStore,
    @Inject(People) private readonly people: People,
    @Inject(PersonExport) private readonly reader: PersonExport,
    @Inject(PersonErasure) private readonly erasure: PersonErasure,
    @Inject(ErasureMemory) private readonly memory: ErasureMemory,
    @Inject(Holds) private readonly holds: Holds,
    @Optional() @Inject(AcceptedEntries) private readonly accepted?: AcceptedEntries,
  ) {}

  /**
   * Everything that is stored about a user and not past its time, one record after the other, in memory that does not
   * grow with their number: entries, newest first; the lookups that named the user; blocks made from
   * their networks; addresses in the host's own columns. Nothing is read before the first record is asked for; then the export itself is logged as a lookup.
   *
   * ```ts
   * for await (const record of personalData.export(user.id)) response.write(`${JSON.stringify(record)}\n`);
   * ```
   *
   * @param by who asks and why; left out, the export is logged as `system`
   * @throws AuditTrailError (the iteration) `INVALID_USER`, `REASON_REQUIRED`, `TOO_MANY_LOOKUPS`, `NOT_RECORDED`,
   *   `NOT_ANSWERED`
   */
  async *export(userId: PersonId, by?: StaffAndReason): AsyncGenerator<PersonalRecord, void, undefined> {
    const user = userOf(userId);
    const staff = staffOf(by, WITHOUT_BY.export);
    const lookup = await this.log.log(staff, 'export', [{ userId: user }]);
    await this.accepted?.flush();
    const person = await this.personOf(user);
    let records = 0;
    try {
      for await (const record of this.reader.records(person, lookup)) {
        records++;
        yield record;
      }
    } finally {
      await lookup.finish(records);
    }
  }

  /**
   * Erases a user: their entries; the key and the snapshot in entries of others about them, where `userEntity` says
   * which entity a user is; their name, range and reason in the log of lookups; their link to blocks made
   * from their networks, which stay; addresses in the host's own columns.
   * Each batch is a transaction of its own; who calls again after a failure or a kill erases what is left. The erasure
   * is remembered for 30 days and repeated by each pruning run.
   *
   * @param by who asks and why; left out, the erasure is logged as `system`
   * @returns rows by place, zeros included
   * @throws AuditTrailError `HELD`, saying until when; `INVALID_USER`, `REASON_REQUIRED`, `TOO_MANY_LOOKUPS`,
   *   `NOT_RECORDED`, `NOT_ANSWERED`
   */
  async erase(userId: PersonId, by?: StaffAndReason): Promise<{ deleted: Record<string, number> }> {
    const user = userOf(userId);
    const lookup = await this.log.log(staffOf(by, WITHOUT_BY.erase), 'erase', [{ userId: user }]);
    const deleted = await this.asking(
      'What was erased is gone: erase the user again for the rest.',
      async () => {
        await this.database.withConnection((connection) => this.holds.refuseIfHeld(connection, user));
        const person = await this.people.of(user);
        await this.memory.remember(user);
        await this.accepted?.flush();
        const rows = await this.erasure.takeAll(this.erasure.stepsFor(person, null));
        return { ...rows, holds: await this.holds.forget(user) };
      },
    );
    await lookup.finish(Object.values(deleted).reduce((sum, rows) => sum + rows, 0));
    return { deleted };
  }

  /**
   * Keeps a user from being erased before a time, as where a claim has to be defended: `erase` and the removal of the
   * user through TypeORM are refused with `HELD`. Nothing is kept past the store time: a later time is cut to it, and
   * pruning goes on. A second hold takes the place of the first.
   *
   * @throws AuditTrailError `INVALID_TIME`, `INVALID_USER`, `REASON_REQUIRED`, `TOO_MANY_LOOKUPS`, `NOT_RECORDED`,
   *   `NOT_ANSWERED`
   */
  async hold(userId: PersonId, by: StaffAndReason & { until: Date }): Promise<void> {
    const user = userOf(userId);
    const staff = Staff.of(by);
    const until = this.holds.endOf(by.until);
    const lookup = await this.log.log(staff, 'hold', [{ userId: user }]);
    await this.asking('The user may not be held: hold them again.', () =>
      this.holds.begin(user, until, staff),
    );
    await lookup.finish(0);
  }

  /**
   * Makes one user's entries another's, after the host has merged two accounts: call it before the first one is
   * removed. The log of lookups, blocks made from their networks and a hold follow. Who calls again after a failure moves what is left.
   *
   * @returns how many entries were moved
   * @throws AuditTrailError `INVALID_USER`, `REASON_REQUIRED`, `TOO_MANY_LOOKUPS`, `NOT_RECORDED`, `NOT_ANSWERED`
   */
  async reassign(fromUserId: PersonId, toUserId: PersonId, by: StaffAndReason): Promise<{ moved: number }> {
    const [from, to] = [userOf(fromUserId), userOf(toUserId)];
    const lookup = await this.log.log(Staff.of(by), 'reassign', [{ userId: from }, { userId: to }]);
    const moved = from === to ? 0 : await this.move(from, to);
    await lookup.finish(moved);
    return { moved };
  }

  private move(from: string, to: string): Promise<number> {
    return this.asking('What was moved stays so: reassign again for the rest.', async () => {
      await this.holds.move(from, to);
      await this.accepted?.flush();
      const { entries = 0 } = await this.erasure.takeAll([
        { place: 'entries', rows: this.entries.movedEntries(from, to) },
        { place: 'lookups', rows: this.lookups.moved(from, to) },
        { place: 'blocks', rows: this.blocks.moved(from, to) },
      ]);
      return entries;
    });
  }

  private personOf(userId: string): Promise<Person> {
    return this.asking('The export has not begun: begin it again.', () => this.people.of(userId));
  }

  private asking<T>(remedy: string, work: () => Promise<T>): Promise<T> {
    return orNotAnswered(this.database, remedy, work);
  }
}

function staffOf(by: StaffAndReason | undefined, reason: string): Staff {
  return by === undefined ? Staff.systemFor(reason) : Staff.of(by);
}
