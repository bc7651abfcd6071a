import { Inject, Injectable } from '@nestjs/common';
import type { LoggedLookup } from '../access-log/access-log.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { cutoffOf } from '../settings/cutoff.js';
import { rangeOfKeys } from '../address/range-of-keys.js';
import { PersonBlockStore } from '../storage/blocks/person-block.store.js';
import { firstIdOf } from '../storage/entry-id.js';
import type { OutsideConnection } from '../storage/dialects/dialect.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import { firstKeptId, keptEntries } from '../storage/kept-entries.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { type LookupName, PersonLookupStore } from '../storage/person-lookup.store.js';
import { PersonStore } from '../storage/person.store.js';
import type { StoredIpColumn } from '../storage/stored-ips/stored-ip-columns.js';
import { type IpPage, PersonIpStore } from '../storage/stored-ips/person-ip.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import type { Person } from './people.js';
import type { PersonalRecord } from './personal-record.js';

/** Rows that are in memory at a time. */
const PAGE = 500;

/** Reads what is stored about a person, page by page: nothing that is past its time, whether or not it is pruned. */
@Injectable()
export class PersonExport {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(PersonStore) private readonly entries: PersonStore,
    @Inject(PersonLookupStore) private readonly lookups: PersonLookupStore,
    @Inject(PersonBlockStore) private readonly blocks: PersonBlockStore,
    @Inject(PersonIpStore) private readonly storedIps: PersonIpStore,
  ) {}

  /** @param lookup the export's own row in the log, which is no part of it */
  async *records(person: Person, lookup: LoggedLookup): AsyncGenerator<PersonalRecord> {
    yield* this.entriesOf(person);
    yield* this.lookupsNaming({ userId: person.userId }, lookup);
    for (const entityType of person.entity?.types ?? []) {
      yield* this.lookupsNaming({ entityType, entityId: person.entity?.id ?? '' }, lookup);
    }
    yield* this.blocksMadeFrom(person);
    for (const column of this.storedIps.columns) yield* this.addressesIn(column, person);
  }

  private async *entriesOf({ userId }: Person): AsyncGenerator<PersonalRecord> {
    let before: string | null = null;
    for (;;) {
      const last: string | null = before;
      // The cutoff moves while a long export is under way.
      const kept = keptEntries(this.clock.now(), this.options);
      const page: AuditTrailEntry[] = await this.read((connection) =>
        this.entries.entriesOf(connection, userId, last, kept, PAGE),
      );
      for (const entry of page) yield Object.assign({ kind: 'entry' as const }, entry);
      before = page.at(-1)?.id ?? null;
      if (page.length < PAGE) return;
    }
  }

  private async *lookupsNaming(name: LookupName, lookup: LoggedLookup): AsyncGenerator<PersonalRecord> {
    let below: string = lookup.ids[0];
    for (;;) {
      const bounds = { from: firstKeptId(this.clock.now(), this.options.lookupLogDays), below };
      const page = await this.read((connection) => this.lookups.naming(connection, name, bounds, PAGE));
      for (const { at, reason } of page) yield { kind: 'lookup', at, reason };
      below = page.at(-1)?.id ?? below;
      if (page.length < PAGE) return;
    }
  }

  private async *blocksMadeFrom({ userId }: Person): AsyncGenerator<PersonalRecord> {
    let below = firstIdOf(Infinity);
    for (;;) {
      const bounds = { from: firstIdOf(0), below };
      const cutoff = cutoffOf(this.clock.now(), this.options.ipStoreDays);
      const page = await this.read((connection) => this.blocks.madeFrom(connection, userId, bounds, PAGE));
      for (const block of page) {
        const { id, rangeFirst, rangeLast, effect, reason, endsAt } = block;
        const isPast = endsAt !== null && cutoff !== null && endsAt <= cutoff.getTime();
        if (isPast || rangeFirst === null || rangeLast === null) continue;
        const range = rangeOfKeys(rangeFirst, rangeLast).text;
        const [expiresAt, liftedAt] = [dateOf(block.expiresAt), dateOf(block.liftedAt)];
        const createdAt = new Date(block.createdAt);
        yield { kind: 'block', id, range, effect, reason, createdAt, expiresAt, liftedAt };
      }
      below = page.at(-1)?.id ?? below;
      if (page.length < PAGE) return;
    }
  }

  private async *addressesIn(column: StoredIpColumn, { userId }: Person): AsyncGenerator<PersonalRecord> {
    let after: IpPage['last'] = null;
    do {
      const last: IpPage['last'] = after;
      const cutoff = cutoffOf(this.clock.now(), this.options.ipStoreDays);
      const page: IpPage = await this.read((connection) =>
        this.storedIps.addressesOf(connection, column, userId, cutoff, last, PAGE),
      );
      for (const ip of page.ips) {
        yield { kind: 'column', entity: column.metadata.name, column: column.ip.propertyPath, ip };
      }
      after = page.last;
    } while (after !== null);
  }

  private read<T>(work: (connection: OutsideConnection) => Promise<T>): Promise<T> {
    return orNotAnswered(this.database, 'The export is not complete: begin it again.', () =>
      withPatience(this.database, this.options.retryForMs, work),
    );
  }
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
