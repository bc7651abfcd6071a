import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../access-log/staff.js';
import { Clock } from '../clock.js';
import { SiteSizeStore } from '../storage/investigation/site-size.store.js';
import { lookedUpUser } from './checked-filter.js';
import { type Found, MOST_ITEMS } from './found.js';
import { LinkEvidenceReader, ReadBefore } from './link-evidence.reader.js';
import type { LinkEvidence } from './linked-accounts/link-evidence.js';
import type { LinkedAccount } from './linked-accounts/linked-account.js';
import { partnersIn, scoreLinks } from './linked-accounts/score-links.js';
import { LoggedReading, type Reading } from './logged-reading.js';
import { checkWindow, idBoundsOf, type TimeWindow } from './time-window.js';

/** `Investigation.linkedAccounts`. */
@Injectable()
export class LinkedAccountsQuestion {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LoggedReading) private readonly reading: LoggedReading,
    @Inject(LinkEvidenceReader) private readonly evidence: LinkEvidenceReader,
    @Inject(SiteSizeStore) private readonly siteSize: SiteSizeStore,
  ) {}

  async answer(staff: Staff, user: unknown, window: TimeWindow): Promise<Found<LinkedAccount>> {
    const userId = lookedUpUser(user);
    checkWindow(window);
    return this.reading.answer(
      staff,
      'linkedAccounts',
      [{ userId }],
      (reading) => this.read(reading, userId, window),
      ({ items }) => items.length,
    );
  }

  private async read(reading: Reading, userId: string, window: TimeWindow): Promise<Found<LinkedAccount>> {
    const { connection, kept } = reading;
    const oldestKept = await this.reading.oldestKept(reading, kept.addressesFrom);
    if (oldestKept === null) return { items: [], truncated: false, oldestKept };
    const bounds = idBoundsOf(window, kept.addressesFrom);
    const now = this.clock.now();
    const siteUsers = await this.siteSize.usersBetween(connection, oldestKept.getTime(), now);
    const before = new ReadBefore();
    const read = (one: string) => this.evidence.read(connection, one, bounds, siteUsers, before);
    const { evidence, truncated } = await read(userId);
    const partners: LinkEvidence[] = [];
    for (const partner of partnersIn(evidence)) partners.push((await read(partner)).evidence);
    const links = scoreLinks(evidence, partners);
    return {
      items: links.slice(0, MOST_ITEMS),
      truncated: truncated || links.length > MOST_ITEMS,
      oldestKept,
    };
  }
}
