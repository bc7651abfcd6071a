import { type AccountActivity } from './account-activity.js';
import type { LinkEvidence } from './link-evidence.js';
import { isPlace } from './own-places.js';
import { sharedNetworks } from './shared-networks.js';

/** So many accounts are read further; the rest are ordered by their networks alone. */
const ACCOUNTS = 60;
/** So many networks of each account are looked up, those it came back to most often. */
const NETWORKS = 30;

/**
 * The accounts whose entries are worth reading: those whose shared networks say most. A neighbour in a /56 is none of
 * them, since nothing that its entries tell could make it more than weak.
 */
export function shortlist(evidence: Pick<LinkEvidence, 'userId' | 'networks'>): string[] {
  return [...sharedNetworks(evidence).values()]
    .filter(({ shared }) => shared.length > 0)
    .toSorted((a, b) => b.weight - a.weight || (a.userId < b.userId ? -1 : 1))
    .slice(0, ACCOUNTS)
    .map(({ userId }) => userId);
}

/** The networks of an account whose users are worth counting: those that may be a place of its own. */
export function ownNetworks({ visits }: AccountActivity): string[] {
  return [...visits.values()]
    .filter(isPlace)
    .toSorted((a, b) => b.days.length - a.days.length || (a.network < b.network ? -1 : 1))
    .slice(0, NETWORKS)
    .map(({ network }) => network);
}
