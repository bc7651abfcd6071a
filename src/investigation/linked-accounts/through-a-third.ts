import { type DirectLink, directLinks, ownIn } from './direct-links.js';
import type { LinkEvidence } from './link-evidence.js';
import { useBy } from './places.js';
import { stillTheirs } from './shared-networks.js';

/** What links an account through another one: odds for one person against two, and what of it is proof. */
export interface ThirdLink {
  readonly userId: string;
  readonly odds: number;
  readonly provenOdds: number;
}

/** A third account that is less likely the same person's than this leads nowhere. */
const LEAST_CHANCE = 0.1;
const PRIOR_ODDS = 0.3;

const chanceOf = (odds: number): number => odds / (1 + odds);

/**
 * Step 8, through a third. Who shares a network with a likely second account, though not with the account itself,
 * is linked as surely as both links hold: the chances multiply.
 *
 * Of accounts that are proven to be one person's, a whole investigation of their own (`partners`) says who else
 * belongs to them; two proven links in a row are taken as proof.
 */
export function linksThroughThirds(
  evidence: LinkEvidence,
  links: readonly DirectLink[],
  partners: readonly LinkEvidence[],
): ThirdLink[] {
  return [
    ...links.flatMap((link) => throughOwnPlaces(evidence, link)),
    ...partners.flatMap((partner) => throughPartner(evidence.userId, links, partner)),
  ];
}

function throughOwnPlaces(evidence: LinkEvidence, link: DirectLink): ThirdLink[] {
  const chance = chanceOf(link.odds);
  const activity = evidence.activities.get(link.userId);
  if (activity === undefined || chance < LEAST_CHANCE) return [];
  const isOwn = ownIn(evidence);
  return [...activity.visits.keys()].flatMap((network) => {
    const users = evidence.otherNetworks.get(network) ?? [];
    const theirs = useBy(link.userId, users);
    if (theirs === undefined || !isOwn(network)) return [];
    return users
      .filter(({ userId }) => userId !== link.userId && userId !== evidence.userId)
      .map((use) => ({
        userId: use.userId,
        odds: (chance * PRIOR_ODDS * stillTheirs(theirs, use)) / (users.length - 1),
        provenOdds: 0,
      }));
  });
}

function throughPartner(userId: string, links: readonly DirectLink[], partner: LinkEvidence): ThirdLink[] {
  const link = links.find((one) => one.userId === partner.userId);
  if (link === undefined) return [];
  return directLinks(partner)
    .filter((next) => next.userId !== userId)
    .map((next) => ({
      userId: next.userId,
      odds: next.odds * chanceOf(Math.max(link.odds, link.provenOdds)),
      provenOdds: Math.min(next.provenOdds, link.provenOdds),
    }));
}
