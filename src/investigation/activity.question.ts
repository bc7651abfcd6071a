import { Inject, Injectable } from '@nestjs/common';
import type { LookupSubject } from '../access-log/access-log.js';
import type { Staff } from '../access-log/staff.js';
import { networkPrefixOfKey, textOfNetwork } from '../address/network.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { type StoredVisits, VisitStore } from '../storage/investigation/visit.store.js';
import { lookedUpUser } from './checked-filter.js';
import { LoggedReading } from './logged-reading.js';
import { isSilent } from './silent-ranges.js';
import { idBoundsOf } from './time-window.js';

/** That a user acted from a network. */
export interface Visit {
  readonly network: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** When a user acted, and from where, newest first. */
export interface Activity {
  readonly visits: readonly Visit[];
  /** Networks of the visits that say nothing about who somebody is: offices, translators, private ranges. */
  readonly silent: ReadonlySet<string>;
  /** Whether the user has more entries than were read. */
  readonly truncated: boolean;
}

/** What the pictures of the console are drawn from. */
@Injectable()
export class ActivityQuestion {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(LoggedReading) private readonly reading: LoggedReading,
    @Inject(VisitStore) private readonly visits: VisitStore,
  ) {}

  /**
   * Of each of these users, 1 to 10, the newest entries.
   *
   * @param entries of each user, at the most
   * @throws AuditTrailError what a lookup throws
   */
  answer(staff: Staff, users: readonly string[], entries: number): Promise<ReadonlyMap<string, Activity>> {
    const userIds = users.map(lookedUpUser);
    const [first, ...others] = userIds.map((userId): LookupSubject => ({ userId }));
    return this.reading.answer(
      staff,
      'activity',
      [first ?? {}, ...others],
      async ({ connection, kept }): Promise<ReadonlyMap<string, Activity>> => {
        const bounds = idBoundsOf({}, kept.addressesFrom);
        const found = await this.visits.of(connection, userIds, bounds, entries);
        return new Map([...found].map(([userId, visits]) => [userId, this.activity(visits)]));
      },
      (activities) => [...activities.values()].reduce((sum, { visits }) => sum + visits.length, 0),
    );
  }

  private activity({ visits, truncated }: StoredVisits): Activity {
    const names = new Map<string, string>();
    const silent = new Set<string>();
    for (const { ip } of visits) {
      const prefix = networkPrefixOfKey(ip);
      if (names.has(prefix)) continue;
      names.set(prefix, textOfNetwork(ip));
      if (isSilent(ip, this.options.sharedRanges)) silent.add(textOfNetwork(ip));
    }
    return {
      visits: visits.map(({ ip, at }) => ({ network: names.get(networkPrefixOfKey(ip)) ?? '', at })),
      silent,
      truncated,
    };
  }
}
