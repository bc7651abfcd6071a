import type { AccountActivity } from './account-activity.js';

/** When one account was on one network within the window. */
export interface NetworkUse {
  readonly userId: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** A network that the account asked about has used. */
export interface UsedNetwork {
  /** What the keys of all its addresses begin with: `networkPrefixOfKey`. */
  readonly network: string;
  /** Everybody's use of it, the account's own included. */
  readonly users: readonly NetworkUse[];
  /** IPv6: use of other networks in the same /56, by accounts that are not on this one. */
  readonly neighbours?: readonly NetworkUse[];
}

/**
 * What is known when links are scored. All of it is bounded, whoever is asked about.
 *
 * Networks that say nothing (`saysNothing`) and networks with more than `CROWD_LIMIT` users appear nowhere in
 * `networks` and `otherNetworks`.
 */
export interface LinkEvidence {
  readonly userId: string;
  /** The newest `NETWORKS_LIMIT` networks of the account. */
  readonly networks: readonly UsedNetwork[];
  /** At least so many accounts act on this site. */
  readonly siteUsers: number;
  /** What the account itself and those that `shortlist` names did lately. */
  readonly activities: ReadonlyMap<string, AccountActivity>;
  /** The users of the networks that `ownNetworks` names for each of them; left out where they are more than `ownLimitOf` says. */
  readonly otherNetworks: ReadonlyMap<string, readonly NetworkUse[]>;
}

/** More users than this on one network: a carrier, a VPN, a campus. It links nobody and is not read further. */
export const CROWD_LIMIT = 100;
/** Networks of the account that are compared, the newest ones. */
export const NETWORKS_LIMIT = 200;
/** Entries of each account that are compared, the newest ones. */
export const ENTRIES_LIMIT = 400;
/**
 * More users than this on one network: nobody's own place. On a small site fewer are a crowd already: one member in
 * fifty, and no fewer than four.
 */
export function ownLimitOf(siteUsers: number): number {
  return Math.max(4, Math.min(20, siteUsers / 50));
}
