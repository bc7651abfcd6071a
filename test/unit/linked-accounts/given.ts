import { parseIpAddress } from '../../../src/address/ip-address.js';
import { networkPrefixOfKey } from '../../../src/address/network.js';
import { keyOfAddress } from '../../../src/address/sortable-key.js';
import {
  type AccountActivity,
  activityOf,
} from '../../../src/investigation/linked-accounts/account-activity.js';
import type {
  LinkEvidence,
  NetworkUse,
  UsedNetwork,
} from '../../../src/investigation/linked-accounts/link-evidence.js';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export function key(ip: string): string {
  const address = parseIpAddress(ip);
  if (address === null) throw new Error(`${ip} is no address`);
  return keyOfAddress(address);
}

export const prefix = (ip: string) => networkPrefixOfKey(key(ip));

/** An address and the days (fractions are times of day) on which an account used it. */
export type Seen = readonly [ip: string, ...days: number[]];

export const account = (userId: string, ...seen: readonly Seen[]): AccountActivity =>
  activityOf(
    userId,
    seen.flatMap(([ip, ...days]) => days.map((day) => ({ key: key(ip), atMs: day * DAY_MS }))),
  );

/** From one day to another, both included. */
export const days = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** Who was on a network, from which day to which. */
export const network = (
  ip: string,
  uses: Readonly<Record<string, readonly [number, number]>>,
): UsedNetwork => ({
  network: prefix(ip),
  users: usesOf(uses),
});

export const usesOf = (uses: Readonly<Record<string, readonly [number, number]>>): NetworkUse[] =>
  Object.entries(uses).map(([userId, [first, last]]) => ({
    userId,
    firstMs: first * DAY_MS,
    lastMs: last * DAY_MS,
  }));

/** The evidence about the first of the accounts, as it would be read where nobody else is on the site. */
export function evidenceOf(
  accounts: readonly AccountActivity[],
  { siteUsers = 1_000, crowds = {} }: { siteUsers?: number; crowds?: Readonly<Record<string, number>> } = {},
): LinkEvidence {
  const [asked] = accounts;
  if (asked === undefined) throw new Error('nobody is asked about');
  const users = (name: string): NetworkUse[] => [
    ...accounts.flatMap(({ userId, visits }) => {
      const visit = visits.get(name);
      return visit === undefined ? [] : [{ userId, firstMs: visit.firstMs, lastMs: visit.lastMs }];
    }),
    ...Array.from({ length: crowdOn(name, crowds) }, (_, i) => ({
      userId: `stranger ${name} ${i}`,
      firstMs: 0,
      lastMs: 1_000 * DAY_MS,
    })),
  ];
  const names = [...new Set(accounts.flatMap(({ visits }) => [...visits.keys()]))];
  const networks = [...asked.visits.keys()].map((name) => ({ network: name, users: users(name) }));
  const met = accounts.filter(
    ({ visits }) => visits === asked.visits || networks.some((one) => visits.has(one.network)),
  );
  return {
    userId: asked.userId,
    networks,
    siteUsers,
    activities: new Map(met.map((one) => [one.userId, one])),
    otherNetworks: new Map(
      names.map((name) => [name, users(name)] as const).filter(([, list]) => list.length <= 20),
    ),
  };
}

function crowdOn(name: string, crowds: Readonly<Record<string, number>>): number {
  const known = Object.entries(crowds).find(([ip]) => prefix(ip) === name);
  return known?.[1] ?? 0;
}
