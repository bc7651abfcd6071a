import type { AccountActivity } from './account-activity.js';
import { type LinkEvidence, ownLimitOf } from './link-evidence.js';
import { type IsOwn, OwnPlaces } from './own-places.js';
import { placesOf } from './places.js';
import { deviceFactor, proxiesAmong } from './same-device.js';
import { halvesOf, secondPlaceFactor, type SplitPlace, splitPlace } from './second-place.js';
import { HOUSEHOLD, type SharedNetworks, sharedNetworks } from './shared-networks.js';
import { sittingsFactor } from './sittings-together.js';
import { Succession } from './succession.js';

/** What two accounts that share networks are worth to each other; odds are for one person against two. */
export interface DirectLink extends SharedNetworks {
  /** All the evidence together: it orders the answer. */
  readonly odds: number;
  /** Only what living or working together does not explain: it decides what may be called strong. */
  readonly provenOdds: number;
}

/** Three accounts against ten: what an account that shares somebody's home is taken for before all else. */
const PRIOR_ODDS = 0.3;
/** Accounts that are not among the likeliest by their networks are not read further, and count a twentieth. */
const UNREAD = 0.05;
/** What one account's beginning at another's end is worth as proof: newcomers to a household do so too. */
const SUCCESSION_AS_PROOF = 5;

/**
 * Step 7, the balance. The steps multiply, as independent evidence does. For the order everything counts. As proof
 * the shared home counts once, however many networks it had, a missing life of its own does not count at all, since
 * housemates lack it too, and a succession counts five times at the most.
 */
export function directLinks(evidence: LinkEvidence): DirectLink[] {
  const { userId, networks, activities, siteUsers } = evidence;
  const links = [...sharedNetworks(evidence).values()];
  const account = activities.get(userId);
  if (account === undefined) return links.map(unread);
  const others = [...activities.values()].filter((activity) => activity !== account);
  const isOwn = ownIn(evidence);
  const ownPlaces = new OwnPlaces(others, isOwn);
  const succession = new Succession(account, others);
  const isProxy = proxiesAmong(activities.values());
  const places = placesOf(userId, networks).map((place) => splitPlace(place, isOwn));
  return links.map((link) => {
    const other = activities.get(link.userId);
    if (other === undefined) return unread(link);
    const best = link.shared.toSorted((a, b) => b.weight - a.weight)[0];
    if (best === undefined) return unread(link);
    const own = ownPlaces.factor(account, other, new Set(link.shared.map(({ network }) => network.network)));
    const together = deviceFactor(account, other, isProxy) * sittingsFactor(account, other);
    const inTurn = succession.factor(other);
    const both = placesOfBoth(places, other, isOwn);
    const first = both.find((place) => place.networks.includes(best.network));
    const second = first ? secondPlaceFactor([account, other], first, both, siteUsers) : 1;
    const household = best.weight * Math.min(best.network.users.length - 1, HOUSEHOLD);
    return {
      ...link,
      odds: PRIOR_ODDS * link.weight * own * together * inTurn,
      provenOdds:
        PRIOR_ODDS * household * second * together * Math.min(1, own) * Math.min(inTurn, SUCCESSION_AS_PROOF),
    };
  });
}

const placesOfBoth = (places: readonly SplitPlace[], other: AccountActivity, isOwn: IsOwn) =>
  places
    .filter(({ place }) => place.others.has(other.userId))
    .flatMap((place) => halvesOf(place, other, isOwn));

const unread = (link: SharedNetworks): DirectLink => ({
  ...link,
  odds: PRIOR_ODDS * link.weight * UNREAD,
  provenOdds: 0,
});

/** Whether no more than `ownLimitOf` users are on a network. */
export function ownIn({ networks, otherNetworks, siteUsers }: LinkEvidence): IsOwn {
  const limit = ownLimitOf(siteUsers);
  const users = new Map([...otherNetworks].map(([network, uses]) => [network, uses.length]));
  for (const network of networks) users.set(network.network, network.users.length);
  return (network) => (users.get(network) ?? Infinity) <= limit;
}
