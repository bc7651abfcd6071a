import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../access-log/staff.js';
import { networkOfKey, textOfNetwork } from '../address/network.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { VisitStore } from '../storage/investigation/visit.store.js';
import { lookedUpUser } from './checked-filter.js';
import { MOST_ENTRIES } from './found.js';
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
   * The user's newest entries, 20,000 at the most.
   *
   * @throws AuditTrailError what a lookup throws
   */
  answer(staff: Staff, user: unknown, entries: number = MOST_ENTRIES): Promise<Activity> {
    const userId = lookedUpUser(user);
    return this.reading.answer(
      staff,
      'activity',
      [{ userId }],
      async ({ connection, kept }): Promise<Activity> => {
        const bounds = idBoundsOf({}, kept.addressesFrom);
        const { visits, truncated } = await this.visits.ofUser(connection, userId, bounds, entries);
        const names = new Map<string, string>();
        const silent = new Set<string>();
        for (const { ip } of visits) {
          const prefix = networkOfKey(ip).first;
          if (names.has(prefix)) continue;
          names.set(prefix, textOfNetwork(ip));
          if (isSilent(ip, this.options.sharedRanges)) silent.add(textOfNetwork(ip));
        }
        return {
          visits: visits.map(({ ip, at }) => ({ network: names.get(networkOfKey(ip).first) ?? '', at })),
          silent,
          truncated,
        };
      },
      ({ visits }) => visits.length,
    );
  }
}
