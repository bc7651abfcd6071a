import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../storage/dialects/dialect.js';
import type { IdBounds, KeyRange } from '../storage/dialects/read-plans.js';
import { EntrySearchStore } from '../storage/investigation/entry-search.store.js';
import type { StoredFound } from '../storage/investigation/use-sums.js';
import { type StoredUserUse, UserUseStore } from '../storage/investigation/user-use.store.js';
import { MOST_ENTRIES, MOST_ITEMS } from './found.js';

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
    const limits = { entries: MOST_ENTRIES, items: MOST_ITEMS };
    const held = await this.entries.countInRange(connection, range, MOST_ENTRIES + 1);
    if (held <= MOST_ENTRIES) return this.users.ofWholeRange(connection, range, bounds, { ...limits, held });
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
