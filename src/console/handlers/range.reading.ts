import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../../access-log/staff.js';
import { addressCountOf, type IpRange, rangeOf } from '../../address/cidr.js';
import { addressOfKey } from '../../address/sortable-key.js';
import { IpBlocksService } from '../../blocking/ip-blocks.service.js';
import { InvestigationsService } from '../../investigation/investigations.service.js';
import { searchedRange } from '../../investigation/searched-range.js';
import type { UserUse } from '../../investigation/users-of-range.question.js';
import type { AuditTrailEntry } from '../../storage/entities/audit-trail-entry.entity.js';
import { NetworkNames } from '../network-names.js';
import type { RangeData } from '../pages/range.page.js';
import type { Person } from '../pages/view.js';
import { People } from '../people.js';
import { rangeText } from '../range-text.js';
import type { Lane } from '../pictures/lanes-picture.js';
import type { Ask } from './ask.js';
import { entryRows } from './entry-rows.js';

const LANES = 12;
const ENTRIES_ON_PAGE = 50;
/** Dots of the lanes come from so many of the newest entries. */
const ENTRIES_OF_LANES = 500;
const WIDER = { 4: [24, 16], 6: [64, 56, 48] } as const;

/** Reads what the page of an address or a range shows. */
@Injectable()
export class RangeReading {
  constructor(
    @Inject(InvestigationsService) private readonly investigations: InvestigationsService,
    @Inject(IpBlocksService) private readonly blocks: IpBlocksService,
    @Inject(People) private readonly people: People,
  ) {}

  async read({ request }: Ask, staff: Staff, text: string): Promise<RangeData> {
    const range = searchedRange(text);
    const investigation = this.investigations.open(staff);
    const after = request.query.get('after') ?? undefined;
    const [users, recent, entries, preview, blocks] = await Promise.all([
      investigation.usersOfRange(text),
      investigation.entries({ range: text, limit: ENTRIES_OF_LANES }),
      investigation.entries({ range: text, after, limit: ENTRIES_ON_PAGE }),
      this.blocks.preview(text, staff),
      this.blocks.list({ range: text, live: true }),
    ]);
    const person = await this.people.of([
      ...users.items.slice(0, 500).map(({ userId }) => userId),
      ...entries.items.map(({ userId }) => userId),
      ...preview.staff,
      ...preview.examples,
    ]);
    return {
      range: rangeText(range.text),
      size: addressCountOf(range).toLocaleString('en-GB'),
      isSingle: isSingle(range),
      reason: staff.reason,
      oldestKept: users.oldestKept,
      isCut: users.truncated,
      wider: widerThan(range),
      users: users.items.map(({ userId, ips, firstSeen, lastSeen, entries: count }) => ({
        person: person(userId),
        addresses: ips,
        firstSeen,
        lastSeen,
        entries: count,
      })),
      usersPage: Number(request.query.get('users') ?? 1) || 1,
      lanes: lanesOf(users.items, recent.items, person),
      lanesCutTo: users.items.length > LANES || recent.next !== null ? ENTRIES_OF_LANES : null,
      blocks: blocks.items,
      preview,
      previewed: new Map([...preview.staff, ...preview.examples].map((id) => [id, person(id)])),
      entries: {
        rows: entryRows(entries.items, person, new NetworkNames([], '', true), true),
        next: entries.next,
        isFirst: after === undefined,
      },
    };
  }
}

function isSingle({ first, last }: IpRange): boolean {
  return first === last;
}

/** The next ranges around it that people use. */
function widerThan(range: IpRange): string[] {
  const address = addressOfKey(range.first);
  return WIDER[range.family]
    .filter((length) => length < range.prefixLength)
    .map((length) => rangeOf(address, length).text);
}

/** One lane for each of the busiest users. */
function lanesOf(
  users: readonly UserUse[],
  entries: readonly AuditTrailEntry[],
  person: (userId: string) => Person,
): Lane[] {
  const busiest = users.toSorted((a, b) => b.entries - a.entries).slice(0, LANES);
  return busiest.map(({ userId, firstSeen, lastSeen, entries: count }, i) => ({
    name: person(userId).name,
    from: firstSeen,
    to: lastSeen,
    entries: count,
    marks: [
      {
        color: i % 8,
        times: entries.filter((entry) => entry.userId === userId).map(({ createdAt }) => createdAt.getTime()),
      },
    ],
  }));
}
