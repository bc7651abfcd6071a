import { Inject, Injectable } from '@nestjs/common';
import { keysOfNetwork, networkPrefixOfKey } from '../address/network.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Connection } from '../storage/dialects/dialect.js';
import type { IdBounds, KeyRange } from '../storage/dialects/read-plans.js';
import { NetworkUseStore, type RangeUse } from '../storage/investigation/network-use.store.js';
import { type StoredVisit, VisitStore } from '../storage/investigation/visit.store.js';
import { type AccountActivity, activityOf, type Sighting } from './linked-accounts/account-activity.js';
import {
  CROWD_LIMIT,
  ENTRIES_LIMIT,
  type LinkEvidence,
  NETWORKS_LIMIT,
  type NetworkUse,
  ownLimitOf,
  type UsedNetwork,
} from './linked-accounts/link-evidence.js';
import { ownNetworks, shortlist } from './linked-accounts/shortlist.js';
import { isSilent } from './silent-ranges.js';

/** The newest entries of the account that is asked about, in which its networks are looked for. */
const OWN_ENTRIES = 5_000;

/** Entries of networks that are read in each step, at the most; of each network first so many. */
const NETWORK_ENTRIES = 20_000;
const FIRST_OF_EACH = 100;

/** Entries of each network around an IPv6 one, and of each that only the others used. */
const NEIGHBOUR_ENTRIES = 50;
const OTHER_ENTRIES = 100;

/** Where the newest entries of a network have so many users, it is taken for a crowd without reading on. */
const CROWDED_SHARE = 0.6;

/** Evidence as it was read. */
export interface ReadEvidence {
  readonly evidence: LinkEvidence;
  /** Whether something was left out because there is too much of it. */
  readonly truncated: boolean;
}

/**
 * What one question has read of accounts other than the one asked about, and of networks that only they used. Accounts
 * that are linked share most of it, so that each is read once.
 */
export class ReadBefore {
  readonly activities = new Map<string, AccountActivity | null>();
  readonly uses = new Map<string, RangeUse>();
}

/** Reads what scoring links needs: in bounded steps, whoever is asked about. */
@Injectable()
export class LinkEvidenceReader {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(NetworkUseStore) private readonly uses: NetworkUseStore,
  ) {}

  /**
   * @param siteUsers as `SiteSizeStore` counted them
   * @param before what the same question has read already, within the same bounds
   */
  async read(
    connection: Connection,
    userId: string,
    bounds: IdBounds,
    siteUsers: number,
    before: ReadBefore = new ReadBefore(),
  ): Promise<ReadEvidence> {
    const found = (await this.visits.of(connection, [userId], bounds, OWN_ENTRIES)).get(userId);
    const own = this.sightings(found?.visits ?? []);
    const prefixes = [...new Set(own.map(({ key }) => networkPrefixOfKey(key)))];
    const looked = prefixes.slice(0, NETWORKS_LIMIT);
    const { uses, isWhole } = await this.usesOf(connection, looked, bounds);
    const networks = await this.withNeighbours(connection, uses, bounds);
    const activities = new Map([[userId, activityOf(userId, own.slice(0, ENTRIES_LIMIT))]]);
    const others = shortlist({ userId, networks });
    await this.readActivities(connection, others, bounds, before);
    for (const other of others) {
      const activity = before.activities.get(other) ?? null;
      if (activity !== null) activities.set(other, activity);
    }
    const places = new Set([...activities.values()].flatMap(ownNetworks));
    const known = new Set([...looked, ...before.uses.keys()]);
    const unread = [...places].filter((network) => !known.has(network));
    for (const [network, use] of await this.rangesOf(connection, unread, bounds, OTHER_ENTRIES))
      before.uses.set(network, use);
    const useOf = (network: string) => (looked.includes(network) ? uses : before.uses).get(network);
    const evidence = {
      userId,
      networks,
      siteUsers,
      activities,
      otherNetworks: usersOfSmall([...places], useOf, ownLimitOf(siteUsers)),
    };
    return { evidence, truncated: found?.truncated === true || prefixes.length > looked.length || !isWhole };
  }

  /** Of those users that no earlier step has read. */
  private async readActivities(
    connection: Connection,
    userIds: readonly string[],
    bounds: IdBounds,
    { activities }: ReadBefore,
  ): Promise<void> {
    const unread = userIds.filter((userId) => !activities.has(userId));
    for (const [userId, { visits }] of await this.visits.of(connection, unread, bounds, ENTRIES_LIMIT)) {
      const sightings = this.sightings(visits);
      activities.set(userId, sightings.length > 0 ? activityOf(userId, sightings) : null);
    }
  }

  /** Without those that say nothing. */
  private sightings(visits: readonly StoredVisit[]): Sighting[] {
    const telling = visits.filter(({ ip }) => !isSilent(ip, this.options.sharedRanges));
    return telling.map(({ ip, at }) => ({ key: ip, atMs: at }));
  }

  /** Without crowds. Of networks with few users but many entries more is read than of others. */
  private async usesOf(
    connection: Connection,
    prefixes: readonly string[],
    bounds: IdBounds,
  ): Promise<{ uses: Map<string, RangeUse>; isWhole: boolean }> {
    const first = await this.rangesOf(connection, prefixes, bounds, FIRST_OF_EACH);
    const isCrowd = ({ users, isWhole }: RangeUse, entries: number): boolean =>
      users.length > CROWD_LIMIT ||
      (!isWhole && users.length > CROWDED_SHARE * Math.min(entries, CROWD_LIMIT));
    const quiet = [...first].filter(([, use]) => !isCrowd(use, FIRST_OF_EACH));
    const busy = quiet.filter(([, { isWhole }]) => !isWhole).map(([prefix]) => prefix);
    if (busy.length === 0) return { uses: new Map(quiet), isWhole: true };
    const entries = Math.floor(NETWORK_ENTRIES / busy.length);
    const more = await this.rangesOf(connection, busy, bounds, entries);
    const uses = [...new Map([...quiet, ...more])].filter(([, { users }]) => users.length <= CROWD_LIMIT);
    return { uses: new Map(uses), isWhole: uses.every(([, { isWhole }]) => isWhole) };
  }

  private async withNeighbours(
    connection: Connection,
    uses: ReadonlyMap<string, RangeUse>,
    bounds: IdBounds,
  ): Promise<UsedNetwork[]> {
    const ranges = [...uses.keys()].filter((prefix) => prefix.startsWith('6')).flatMap(aroundNetwork);
    const around = await this.uses.of(connection, ranges, bounds, {
      entries: NEIGHBOUR_ENTRIES,
      users: CROWD_LIMIT,
    });
    return [...uses].map(([network, { users }]) => {
      const here = new Set(users.map(({ userId }) => userId));
      const near = aroundNetwork(network).flatMap(({ first }) => around.get(first)?.users ?? []);
      return { network, users, neighbours: near.filter(({ userId }) => !here.has(userId)) };
    });
  }

  private async rangesOf(
    connection: Connection,
    prefixes: readonly string[],
    bounds: IdBounds,
    entries: number,
  ): Promise<Map<string, RangeUse>> {
    const ranges = prefixes.map((prefix) => keysOfNetwork(prefix));
    // One more than may be there tells a crowd.
    const uses = await this.uses.of(connection, ranges, bounds, { entries, users: CROWD_LIMIT + 1 });
    return new Map([...uses].map(([first, use]) => [networkPrefixOfKey(first), use]));
  }
}

/** The users of those networks that are known, and that few enough use; a part of its entries shows but some of them. */
function usersOfSmall(
  prefixes: readonly string[],
  useOf: (network: string) => RangeUse | undefined,
  limit: number,
): Map<string, readonly NetworkUse[]> {
  return new Map(
    prefixes.flatMap((prefix): [string, readonly NetworkUse[]][] => {
      const use = useOf(prefix);
      if (use === undefined || use.users.length > (use.isWhole ? limit : limit / 2)) return [];
      return [[prefix, use.users]];
    }),
  );
}

/** The two parts of an IPv6 network's /56 that are not the network itself: keys below it, and keys above it. */
function aroundNetwork(prefix: string): KeyRange[] {
  if (prefix.startsWith('4')) return [];
  const around = prefix.slice(0, 15);
  return [
    { first: around.padEnd(33, '0'), last: prefix },
    { first: `${prefix}g`, last: around.padEnd(33, 'f') },
  ];
}
