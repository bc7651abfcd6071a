import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../access-log/staff.js';
import { textOfNetwork } from '../address/network.js';
import { textOfKey } from '../address/sortable-key.js';
import type { Connection } from '../storage/dialects/dialect.js';
import type { IdBounds } from '../storage/dialects/read-plans.js';
import { type Crowd, CrowdStore } from '../storage/investigation/crowd.store.js';
import { IpUseStore } from '../storage/investigation/ip-use.store.js';
import { lookedUpUser } from './checked-filter.js';
import { type Found, MOST_ENTRIES, MOST_ITEMS, type Use, useOf } from './found.js';
import { LoggedReading, type Reading } from './logged-reading.js';
import { checkWindow, idBoundsOf, type TimeWindow } from './time-window.js';

/** One address that a user acted from. */
export interface IpUse extends Use {
  ip: string;
  /** What addresses are compared by: the IPv4 address itself, or the IPv6 /64. */
  network: string;
  /** Everybody who acted from the address within the window, this user included. */
  usersOnIp: number;
  /** Set where the address has so many entries that only the newest were counted: there may be more users. */
  usersOnIpIsAtLeast?: true;
}

/** Entries of everybody that are read in two steps: few of every address, then with the rest more of the crowded ones. */
const COUNTED_ENTRIES = 10_000;
const FEW_OF_EACH = 100;

/** `Investigation.ipsOfUser`. */
@Injectable()
export class IpsOfUserQuestion {
  /** @internal */
  constructor(
    @Inject(LoggedReading) private readonly reading: LoggedReading,
    @Inject(IpUseStore) private readonly ips: IpUseStore,
    @Inject(CrowdStore) private readonly crowds: CrowdStore,
  ) {}

  async answer(staff: Staff, user: unknown, window: TimeWindow): Promise<Found<IpUse>> {
    const userId = lookedUpUser(user);
    checkWindow(window);
    return this.reading.answer(
      staff,
      'ipsOfUser',
      [{ userId }],
      (reading) => this.read(reading, userId, window),
      ({ items }) => items.length,
    );
  }

  private async read(reading: Reading, userId: string, window: TimeWindow): Promise<Found<IpUse>> {
    const { connection, kept } = reading;
    const bounds = idBoundsOf(window, kept.addressesFrom);
    const limits = { entries: MOST_ENTRIES, items: MOST_ITEMS };
    const used = await this.ips.ofUser(connection, userId, bounds, limits);
    const keys = used.items.map(({ ip }) => ip);
    const crowds = await this.usersOn(connection, keys, bounds);
    const items = used.items.map((use): IpUse => {
      // The user's own entry makes one, should it be none of those that were counted.
      const { users, isAtLeast } = crowds.get(use.ip) ?? { users: 1, isAtLeast: true };
      return {
        ip: textOfKey(use.ip),
        network: textOfNetwork(use.ip),
        ...useOf(use),
        usersOnIp: Math.max(1, users),
        ...(isAtLeast && { usersOnIpIsAtLeast: true }),
      };
    });
    return {
      items,
      truncated: used.truncated || items.some(({ usersOnIpIsAtLeast }) => usersOnIpIsAtLeast),
      oldestKept: await this.reading.oldestKept(reading, kept.addressesFrom),
    };
  }

  private async usersOn(
    connection: Connection,
    keys: readonly string[],
    bounds: IdBounds,
  ): Promise<Map<string, Crowd>> {
    const count = (some: readonly string[], entries: number) =>
      this.crowds.of(
        connection,
        some.map((key) => ({ first: key, last: key })),
        bounds,
        entries,
      );
    const few = Math.min(FEW_OF_EACH, share(COUNTED_ENTRIES, keys.length));
    const crowds = await count(keys, few);
    const crowded = keys.filter((key) => crowds.get(key)?.isAtLeast);
    const counted = [...crowds.values()].reduce((sum, { entries }) => sum + entries, 0);
    const more = share(Math.max(0, COUNTED_ENTRIES - counted), crowded.length);
    if (more <= few) return crowds;
    return new Map([...crowds, ...(await count(crowded, more))]);
  }
}

function share(whole: number, parts: number): number {
  return Math.ceil(whole / Math.max(1, parts));
}
