import { Inject, Injectable } from '@nestjs/common';
import type { LookupSubject } from '../access-log/access-log.js';
import type { Staff } from '../access-log/staff.js';
import { keysOfNetwork, textOfNetwork } from '../address/network.js';
import { shapeOf } from '../describe-value.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { CrowdStore } from '../storage/investigation/crowd.store.js';
import { type StoredVisit, VisitStore } from '../storage/investigation/visit.store.js';
import { lookedUpUser, refuse } from './checked-filter.js';
import { MOST_ENTRIES, MOST_ITEMS, type Use, useOf } from './found.js';
import { LoggedReading, type Reading } from './logged-reading.js';
import { alternationOn, type FoundAlternation, sharedNetworks } from './shared-networks.js';
import { isSilent } from './silent-ranges.js';
import { checkWindow, idBoundsOf, type TimeWindow } from './time-window.js';

/** Two users who took turns on one network. */
export interface Alternation {
  userIds: [string, string];
  network: string;
  from: Date;
  to: Date;
  /** How often one acted after the other. */
  switches: number;
}

/** Several users side by side. */
export interface Comparison {
  users: string[];
  /** Those that at least two of them were on; what most of them shared first. */
  networks: {
    network: string;
    /** Everybody who acted from the network within the window. */
    usersOnNetwork: number;
    use: ({ userId: string } & Use)[];
  }[];
  /** The longest stretch in which two of them took turns on one network; `null` where none did. */
  alternation: Alternation | null;
  truncated: boolean;
  oldestKept: Date | null;
}

const FEWEST_USERS = 2;
const MOST_USERS = 10;

/** Entries of all users of the compared networks that are counted, at the most. */
const COUNTED_ENTRIES = 20_000;

/** `Investigation.compare`. */
@Injectable()
export class CompareQuestion {
  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(LoggedReading) private readonly reading: LoggedReading,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(CrowdStore) private readonly crowds: CrowdStore,
  ) {}

  async answer(staff: Staff, userIds: unknown, window: TimeWindow): Promise<Comparison> {
    const users = comparedUsers(userIds);
    checkWindow(window);
    const [first, ...others] = users.map((userId): LookupSubject => ({ userId }));
    return this.reading.answer(
      staff,
      'compare',
      [first ?? {}, ...others],
      (reading) => this.read(reading, users, window),
      ({ networks }) => networks.length,
    );
  }

  private async read(reading: Reading, users: string[], window: TimeWindow): Promise<Comparison> {
    const { connection, kept } = reading;
    const bounds = idBoundsOf(window, kept.addressesFrom);
    const entriesOfEach = Math.floor(MOST_ENTRIES / users.length);
    const visits = new Map<string, StoredVisit[]>();
    let truncated = false;
    for (const [userId, found] of await this.visits.of(connection, users, bounds, entriesOfEach)) {
      truncated ||= found.truncated;
      visits.set(
        userId,
        found.visits.filter(({ ip }) => !isSilent(ip, this.options.sharedRanges)),
      );
    }
    const all = sharedNetworks(visits);
    const shared = all.slice(0, MOST_ITEMS);
    const ranges = shared.map(({ prefix }) => keysOfNetwork(prefix));
    const counted = Math.ceil(COUNTED_ENTRIES / Math.max(1, shared.length));
    const crowds = await this.crowds.of(connection, ranges, bounds, counted);
    const networks = shared.map(({ prefix, use }) => {
      const { first } = keysOfNetwork(prefix);
      const crowd = crowds.get(first);
      truncated ||= crowd?.isAtLeast ?? true;
      return {
        network: textOfNetwork(first),
        usersOnNetwork: Math.max(use.length, crowd?.users ?? 0),
        use: use.map((one) => ({ userId: one.userId, ...useOf(one) })),
      };
    });
    return {
      users,
      networks,
      alternation: alternationFrom(alternationOn(shared)),
      truncated: truncated || all.length > shared.length,
      oldestKept: await this.reading.oldestKept(reading, kept.addressesFrom),
    };
  }
}

function alternationFrom(found: FoundAlternation | null): Alternation | null {
  if (found === null) return null;
  const { prefix, from, to, switches, userIds } = found;
  const network = textOfNetwork(keysOfNetwork(prefix).first);
  return { userIds: [...userIds], network, from: new Date(from), to: new Date(to), switches };
}

function comparedUsers(userIds: unknown): string[] {
  const wanted = `an array of ${FEWEST_USERS} to ${MOST_USERS} different user ids`;
  if (!Array.isArray(userIds)) refuse('userIds', shapeOf(userIds), wanted);
  const users = [...new Set(userIds.map(lookedUpUser))];
  const fits = users.length >= FEWEST_USERS && users.length <= MOST_USERS;
  return fits ? users : refuse('userIds', `an array of ${users.length} different ids`, wanted);
}
