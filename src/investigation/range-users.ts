import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../storage/dialects/dialect.js';
import type { IdBounds, KeyRange } from '../storage/dialects/read-plans.js';
import { EntrySearchStore } from '../storage/investigation/entry-search.store.js';
import type { StoredFound } from '../storage/investigation/use-sums.js';
import { type StoredUserUse, UserUseStore } from '../storage/investigation/user-use.store.js';
import { MOST_ENTRIES, MOST_ITEMS } from './found.js';

/** Of a range that holds more than one answer is made from, so many of its newest: its list is cut off as it is. */
const NEWEST_ENTRIES = 10_000;

/** A range that holds no more has its ids sorted; one that holds more is gone through by time. */
const SORTED_AT_MOST = 200_000;

/** Entries that are gone through by time, at the most. */
const WALKED_AT_MOST = 100_000;

/** Finds the users of a range from its newest entries, in bounded steps. */
@Injectable()
export class RangeUsersSearch {
  constructor(
    @Inject(EntrySearchStore) private readonly entries: EntrySearchStore,
    @Inject(UserUseStore) private readonly users: UserUseStore,
  ) {}

  async find(connection: Connection, range: KeyRange, bounds: IdBounds): Promise<StoredFound<StoredUserUse>> {
    const held = await this.entries.countInRange(connection, range, MOST_ENTRIES + 1);
    if (held <= MOST_ENTRIES) {
      const whole = { entries: MOST_ENTRIES, items: MOST_ITEMS, held };
      return this.users.ofWholeRange(connection, range, bounds, whole);
    }
    const limits = { entries: NEWEST_ENTRIES, items: MOST_ITEMS };
    const end = await this.entries.idAt(connection, bounds, WALKED_AT_MOST);
    if (end !== null) {
      const more = await this.entries.countInRange(connection, range, SORTED_AT_MOST + 1);
      if (more <= SORTED_AT_MOST)
        return this.users.ofNewest(connection, range, bounds, { ...limits, held: more });
    }
    const walked = { ...bounds, from: end ?? bounds.from };
    const { items, truncated } = await this.users.ofTime(connection, range, walked, limits);
    return { items, truncated: truncated || end !== null };
  }
}
