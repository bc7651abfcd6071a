import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../storage/dialects/dialect.js';
import type { IdBounds, KeyRange } from '../storage/dialects/read-plans.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import {
  type EntryIndex,
  type EntrySearch,
  EntrySearchStore,
} from '../storage/investigation/entry-search.store.js';

/** The newest entries that a search found. */
export interface NewestEntries {
  readonly entries: AuditTrailEntry[];
  /** Where the search stopped before it was over: it goes on below this id. */
  readonly stoppedAt: string | null;
}

/** A range that holds no more is read from its index and sorted; one that holds more is gone through by time. */
const SORTED_AT_ONCE = 20_000;

/** Where the newest entries of the site hold too few of the range, so many of its ids are sorted after all. */
const SORTED_AT_MOST = 200_000;

/** Entries that one statement goes through by time: few at first, since most searches end soon. */
const FIRST_STRETCH = 1_000;
const GROWTH = 8;
const LONGEST_STRETCH = 50_000;

/** Entries that one page goes through by time, at the most. */
const WALKED_AT_MOST = 1_000_000;

/** Finds the newest entries in bounded steps, by the index that answers the question. */
@Injectable()
export class NewestEntriesSearch {
  constructor(@Inject(EntrySearchStore) private readonly store: EntrySearchStore) {}

  async find(connection: Connection, search: EntrySearch): Promise<NewestEntries> {
    const { range } = search.criteria;
    const index = indexFor(search);
    if (index !== null) {
      return { entries: await this.store.byIndex(connection, index, search), stoppedAt: null };
    }
    if (range === null) return this.walk(connection, search, WALKED_AT_MOST);
    const held = await this.store.countInRange(connection, range, SORTED_AT_ONCE + 1);
    return held > SORTED_AT_ONCE
      ? this.inCrowdedRange(connection, range, search)
      : this.sort(connection, range, search, held);
  }

  private async inCrowdedRange(
    connection: Connection,
    range: KeyRange,
    search: EntrySearch,
  ): Promise<NewestEntries> {
    const first = await this.walk(connection, search, LONGEST_STRETCH);
    if (first.stoppedAt === null) return first;
    const limit = search.limit - first.entries.length;
    const rest = { ...search, limit, bounds: { ...search.bounds, below: first.stoppedAt } };
    const held = await this.store.countInRange(connection, range, SORTED_AT_MOST + 1);
    const { entries, stoppedAt } =
      held > SORTED_AT_MOST
        ? await this.walk(connection, rest, WALKED_AT_MOST)
        : await this.sort(connection, range, rest, held);
    return { entries: [...first.entries, ...entries], stoppedAt };
  }

  /** Most entries that are looked up fit; where few do, all of them are looked up. */
  private async sort(
    connection: Connection,
    range: KeyRange,
    search: EntrySearch,
    held: number,
  ): Promise<NewestEntries> {
    const looked = Math.min(held, 2 * search.limit);
    const entries = await this.store.byRange(connection, range, search, { held, looked });
    const isEnough = entries.length >= search.limit || looked === held;
    return {
      entries: isEnough
        ? entries
        : await this.store.byRange(connection, range, search, { held, looked: held }),
      stoppedAt: null,
    };
  }

  private async walk(connection: Connection, search: EntrySearch, atMost: number): Promise<NewestEntries> {
    const entries: AuditTrailEntry[] = [];
    let { below } = search.bounds;
    for (let walked = 0, stretch = FIRST_STRETCH; ; stretch = Math.min(stretch * GROWTH, LONGEST_STRETCH)) {
      const end = await this.store.idAt(connection, { ...search.bounds, below }, stretch);
      const bounds: IdBounds = { from: end ?? search.bounds.from, below };
      const limit = search.limit - entries.length;
      entries.push(...(await this.store.byTime(connection, { ...search, bounds, limit })));
      walked += stretch;
      if (end === null || entries.length >= search.limit) return { entries, stoppedAt: null };
      if (walked >= atMost) return { entries, stoppedAt: end };
      below = end;
    }
  }
}

/** The index whose columns the criteria name exactly; `null` where there is none. */
function indexFor({ criteria }: EntrySearch): EntryIndex | null {
  const { userId, range, entityType, entityId } = criteria;
  if (userId !== null) return ['userId'];
  if (entityType !== null && entityId !== null) return ['entityType', 'entityId'];
  return range !== null && range.first === range.last ? ['ip'] : null;
}
