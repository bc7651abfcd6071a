import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../access-log/staff.js';
import type { Page } from '../page.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import type { EntryCriteria } from '../storage/investigation/entry-criteria.js';
import { checkFilter, limitOf, lookedUpUser, refuse, textOf } from './checked-filter.js';
import { LoggedReading, type Reading } from './logged-reading.js';
import { NewestEntriesSearch } from './newest-entries.js';
import { PagedLookups, type ReadPage } from './paged-lookups.js';
import { searchedRange } from './searched-range.js';
import { checkWindow, idBoundsOf, type TimeWindow } from './time-window.js';

/** Which entries to show; what is left out does not matter. */
export interface EntryFilter extends TimeWindow {
  userId?: string | number | bigint | undefined;
  /** An address, or a range no wider than IPv4 /16 or IPv6 /32. */
  range?: string | undefined;
  /** The TypeORM name of the entity. */
  entityType?: string | undefined;
  entityId?: string | undefined;
  action?: string | undefined;
  /** Default `done`. Failed attempts are shown only where they are asked for. */
  outcome?: 'done' | 'failed' | undefined;
  /** The `next` of the page before. */
  after?: string | undefined;
  /** Entries on one page, 1 to 500. Default 50. */
  limit?: number | undefined;
}

const NAMES = [
  'userId',
  'range',
  'entityType',
  'entityId',
  'action',
  'outcome',
  'from',
  'to',
  'after',
  'limit',
] as const satisfies readonly (keyof EntryFilter)[];

/** `Investigation.entries`. */
@Injectable()
export class EntriesQuestion {
  /** @internal */
  constructor(
    @Inject(PagedLookups) private readonly pages: PagedLookups,
    @Inject(NewestEntriesSearch) private readonly search: NewestEntriesSearch,
    @Inject(LoggedReading) private readonly reading: LoggedReading,
  ) {}

  async answer(staff: Staff, filter: EntryFilter): Promise<Page<AuditTrailEntry>> {
    checkFilter(filter, NAMES);
    checkWindow(filter);
    const criteria = criteriaOf(filter);
    const limit = limitOf(filter.limit);
    const question = {
      staff,
      kind: 'entries',
      subject: subjectOf(criteria),
      text: JSON.stringify([criteria, filter.from ?? null, filter.to ?? null]),
      after: filter.after,
    };
    return this.pages.page(question, (reading, below) => this.read(reading, criteria, filter, below, limit));
  }

  private async read(
    reading: Reading,
    criteria: EntryCriteria,
    window: TimeWindow,
    after: string | null,
    limit: number,
  ): Promise<ReadPage<AuditTrailEntry>> {
    const { connection, kept } = reading;
    // An entry without an address is in no range.
    const oldest = criteria.range === null ? kept.entriesFrom : kept.addressesFrom;
    const { entries, stoppedAt } = await this.search.find(connection, {
      criteria,
      bounds: idBoundsOf(window, oldest, after),
      addressesFrom: kept.addressesFrom,
      limit: limit + 1,
    });
    const items = entries.slice(0, limit);
    const below = entries.length > limit ? (items.at(-1)?.id ?? null) : stoppedAt;
    return { items, below, oldestKept: await this.reading.oldestKept(reading, oldest) };
  }
}

function criteriaOf(filter: EntryFilter): EntryCriteria {
  const { userId, range, outcome = 'done' } = filter;
  if (outcome !== 'done' && outcome !== 'failed')
    refuse('outcome', 'something else', "'done', 'failed' or nothing");
  const searched = range === undefined ? null : searchedRange(range);
  return {
    userId: userId === undefined ? null : lookedUpUser(userId),
    range: searched === null ? null : { first: searched.first, last: searched.last },
    entityType: textOf('entityType', filter.entityType, 100),
    entityId: textOf('entityId', filter.entityId, 191),
    action: textOf('action', filter.action, 100),
    outcome,
  };
}

function subjectOf({ userId, range, entityType, entityId }: EntryCriteria) {
  return {
    userId: userId ?? undefined,
    range: range ?? undefined,
    entityType: entityType ?? undefined,
    entityId: entityId ?? undefined,
  };
}
