import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../access-log/staff.js';
import { type Found, type Use, useOf } from './found.js';
import { LoggedReading, type Reading } from './logged-reading.js';
import { RangeUsersSearch } from './range-users.js';
import { searchedRange } from './searched-range.js';
import { checkWindow, idBoundsOf, type TimeWindow } from './time-window.js';
import type { KeyRange } from '../storage/dialects/read-plans.js';

/** One user who acted from a range. */
export interface UserUse extends Use {
  userId: string;
  /** How many addresses of the range the user had. */
  ips: number;
}

/** `Investigation.usersOfRange`. */
@Injectable()
export class UsersOfRangeQuestion {
  /** @internal */
  constructor(
    @Inject(LoggedReading) private readonly reading: LoggedReading,
    @Inject(RangeUsersSearch) private readonly users: RangeUsersSearch,
  ) {}

  async answer(staff: Staff, text: unknown, window: TimeWindow): Promise<Found<UserUse>> {
    const { first, last } = searchedRange(text);
    checkWindow(window);
    return this.reading.answer(
      staff,
      'usersOfRange',
      [{ range: { first, last } }],
      (reading) => this.read(reading, { first, last }, window),
      ({ items }) => items.length,
    );
  }

  private async read(reading: Reading, range: KeyRange, window: TimeWindow): Promise<Found<UserUse>> {
    const { connection, kept } = reading;
    const { items, truncated } = await this.users.find(
      connection,
      range,
      idBoundsOf(window, kept.addressesFrom),
    );
    return {
      items: items.map((use) => ({ userId: use.userId, ...useOf(use), ips: use.ips })),
      truncated,
      oldestKept: await this.reading.oldestKept(reading, kept.addressesFrom),
    };
  }
}
