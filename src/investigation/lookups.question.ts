import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../access-log/staff.js';
import { rangeOfKeys } from '../address/range-of-keys.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Page } from '../page.js';
import { LookupSearchStore, type StoredLookup } from '../storage/investigation/lookup-search.store.js';
import { firstKeptId } from '../storage/kept-entries.js';
import { checkFilter, limitOf, lookedUpUser } from './checked-filter.js';
import type { Reading } from './logged-reading.js';
import { PagedLookups, type ReadPage } from './paged-lookups.js';
import { searchedRange } from './searched-range.js';
import { checkWindow, idBoundsOf, type TimeWindow } from './time-window.js';

/** One question that staff asked. */
export interface Lookup {
  id: string;
  at: Date;
  staffId: string;
  /** The name of the method. */
  kind: string;
  userId: string | null;
  /** In CIDR notation; `null` where none was asked about, or past the store time. */
  range: string | null;
  /** Without addresses. */
  reason: string;
  /** How many were found; `null` where the answer was never complete. */
  results: number | null;
}

/** Which lookups to show; what is left out does not matter. */
export interface LookupFilter extends TimeWindow {
  staffId?: string | number | bigint | undefined;
  /** The user that was looked up. */
  userId?: string | number | bigint | undefined;
  /** Also finds lookups of ranges that overlap it. */
  range?: string | undefined;
  /** The `next` of the page before. */
  after?: string | undefined;
  /** Lookups on one page, 1 to 500. Default 50. */
  limit?: number | undefined;
}

const NAMES = [
  'staffId',
  'userId',
  'range',
  'from',
  'to',
  'after',
  'limit',
] as const satisfies readonly (keyof LookupFilter)[];

/** `InvestigationsService.lookups`. */
@Injectable()
export class LookupsQuestion {
  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PagedLookups) private readonly pages: PagedLookups,
    @Inject(LookupSearchStore) private readonly store: LookupSearchStore,
  ) {}

  async answer(staff: Staff, filter: LookupFilter): Promise<Page<Lookup>> {
    checkFilter(filter, NAMES);
    checkWindow(filter);
    const searched = filter.range === undefined ? null : searchedRange(filter.range);
    const criteria = {
      staffId: filter.staffId === undefined ? null : lookedUpUser(filter.staffId),
      userId: filter.userId === undefined ? null : lookedUpUser(filter.userId),
      range: searched === null ? null : { first: searched.first, last: searched.last },
    };
    const limit = limitOf(filter.limit);
    const question = {
      staff,
      kind: 'lookups',
      subject: { userId: criteria.userId ?? undefined, range: criteria.range ?? undefined },
      text: JSON.stringify([criteria, filter.from ?? null, filter.to ?? null]),
      after: filter.after,
    };
    // This lookup is in the log by now; the answer is the log before it.
    return this.pages.page(question, (reading, below, lookupId) =>
      this.read(reading, criteria, { window: filter, below: below ?? lookupId, limit }),
    );
  }

  private async read(
    reading: Reading,
    criteria: Pick<Parameters<LookupSearchStore['newest']>[1], 'staffId' | 'userId' | 'range'>,
    { window, below, limit }: { window: TimeWindow; below: string; limit: number },
  ): Promise<ReadPage<Lookup>> {
    const { connection, kept } = reading;
    const rowsFrom = firstKeptId(this.clock.now(), this.options.lookupLogDays);
    // A lookup whose range has been taken out is a lookup of no range.
    const oldest = criteria.range === null || rowsFrom > kept.addressesFrom ? rowsFrom : kept.addressesFrom;
    const found = await this.store.newest(connection, {
      ...criteria,
      bounds: idBoundsOf(window, oldest, below),
      addressesFrom: kept.addressesFrom,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    return {
      items: items.map(lookupOf),
      below: found.length > limit ? (items.at(-1)?.id ?? null) : null,
      oldestKept: await this.store.oldestFrom(connection, oldest),
    };
  }
}

function lookupOf({ range, ...lookup }: StoredLookup): Lookup {
  return { ...lookup, range: range === null ? null : rangeOfKeys(range.first, range.last).text };
}
