import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../../access-log/staff.js';
import type { Activity, Visit } from '../../investigation/activity.question.js';
import { ActivityQuestion } from '../../investigation/activity.question.js';
import type { IpUse } from '../../investigation/ips-of-user.question.js';
import { InvestigationsService } from '../../investigation/investigations.service.js';
import { NetworkNames } from '../network-names.js';
import type { NetworkRow } from '../pages/network-rows.js';
import type { UserData } from '../pages/user.page.js';
import { People } from '../people.js';
import { activityGrid } from '../pictures/activity-grid.js';
import type { Lane } from '../pictures/lanes-picture.js';
import type { Ask } from './ask.js';
import { entryRows, networkOf } from './entry-rows.js';
import { byStrength, linkedRow } from './linked-row.js';

const LANES = 8;
const DRAWN_ENTRIES = 20_000;
const ENTRIES_ON_PAGE = 50;

/** Reads what the page of a user shows. */
@Injectable()
export class UserReading {
  constructor(
    @Inject(InvestigationsService) private readonly investigations: InvestigationsService,
    @Inject(ActivityQuestion) private readonly activity: ActivityQuestion,
    @Inject(People) private readonly people: People,
  ) {}

  async read({ view, request }: Ask, staff: Staff, userId: string, seed: string): Promise<UserData> {
    const { seeAddresses } = view.visitor.can;
    const investigation = this.investigations.open(staff);
    const after = request.query.get('after') ?? undefined;
    const [activities, ips, entries, linked] = await Promise.all([
      this.activity.answer(staff, [userId], DRAWN_ENTRIES),
      investigation.ipsOfUser(userId),
      investigation.entries({ userId, after, limit: ENTRIES_ON_PAGE }),
      investigation.linkedAccounts(userId),
    ]);
    const activity = activities.get(userId) ?? { visits: [], silent: new Set(), truncated: false };
    const networks = networksOf(ips.items, activity);
    const entryNetworks = entries.items.map(({ ip }) => ip).filter((ip) => ip !== null);
    const names = new NetworkNames(
      [...networks.map(({ network }) => network), ...entryNetworks.map(networkOf)],
      seed,
      seeAddresses,
    );
    const person = await this.people.of([userId, ...linked.items.map((one) => one.userId)]);
    return {
      person: person(userId),
      reason: staff.reason,
      oldestKept: ips.oldestKept,
      isCut: ips.truncated || activity.truncated || linked.truncated,
      grid: activityGrid(
        activity.visits.map(({ at }) => at),
        view.now.getTime(),
        view.time,
      ),
      networks: networks.map(({ network, ...row }) => ({ ...names.of(network), ...row })),
      networksPage: Number(request.query.get('networks') ?? 1) || 1,
      lanes: lanesOf(networks, activity.visits, names),
      linked: byStrength(linked.items).map((one) => linkedRow(one, person)),
      linkedPage: Number(request.query.get('linked') ?? 1) || 1,
      entries: {
        rows: entryRows(entries.items, person, names, seeAddresses),
        next: entries.next,
        isFirst: after === undefined,
      },
    };
  }
}

type Network = { readonly network: string } & Omit<NetworkRow, 'name' | 'range'>;

/** The addresses of the user by network, last used first. */
function networksOf(ips: readonly IpUse[], { silent }: Activity): Network[] {
  const networks = new Map<string, Network>();
  for (const { network, firstSeen, lastSeen, entries, usersOnIp, usersOnIpIsAtLeast } of ips) {
    const known = networks.get(network);
    networks.set(network, {
      network,
      addresses: (known?.addresses ?? 0) + 1,
      firstSeen: known === undefined || firstSeen < known.firstSeen ? firstSeen : known.firstSeen,
      lastSeen: known === undefined || lastSeen > known.lastSeen ? lastSeen : known.lastSeen,
      entries: (known?.entries ?? 0) + entries,
      users: Math.max(known?.users ?? 1, usersOnIp),
      // Another address of the network may have had other users.
      usersIsAtLeast: usersOnIpIsAtLeast === true || known !== undefined,
      isSilent: silent.has(network),
    });
  }
  return [...networks.values()];
}

/** One lane for each of the networks that were used most. */
function lanesOf(networks: readonly Network[], visits: readonly Visit[], names: NetworkNames): Lane[] {
  const most = networks.toSorted((a, b) => b.entries - a.entries).slice(0, LANES);
  return most.map(({ network, firstSeen, lastSeen, entries }, i) => ({
    name: names.of(network).name,
    from: firstSeen,
    to: lastSeen,
    entries,
    marks: [{ color: i, times: visits.filter((visit) => visit.network === network).map(({ at }) => at) }],
  }));
}
