import { keysOfNetwork, textOfNetwork } from '../../address/network.js';
import { type DirectLink, directLinks } from './direct-links.js';
import type { LinkEvidence } from './link-evidence.js';
import type { LinkedAccount, LinkStrength } from './linked-account.js';
import { linksThroughThirds } from './through-a-third.js';

/** Ten to one: nine would be nine in ten were the odds exact, and those that just reach it are right less often. */
const STRONG_ODDS = 10;
/** What living together, a ban or chance may still explain. */
const MODERATE_ODDS = 0.2;
/** So many proven accounts are asked about in their turn. */
const PARTNERS_LIMIT = 3;

/**
 * The accounts that may belong to the same person, most likely first; ties by id. Pure: the same evidence gives the
 * same answer, in whatever order it came.
 *
 * @param partners the evidence about the accounts that `partnersIn` names, gathered as for any other
 */
export function scoreLinks(evidence: LinkEvidence, partners: readonly LinkEvidence[] = []): LinkedAccount[] {
  const direct = directLinks(evidence);
  const links = new Map(
    direct.map((link) => [link.userId, { link, odds: link.odds, provenOdds: link.provenOdds }]),
  );
  const thirds = new Map<string, { odds: number; provenOdds: number }>();
  for (const { userId, odds, provenOdds } of linksThroughThirds(evidence, direct, partners)) {
    const known = thirds.get(userId) ?? { odds: 0, provenOdds: 0 };
    thirds.set(userId, {
      odds: Math.max(known.odds, odds),
      provenOdds: Math.max(known.provenOdds, provenOdds),
    });
  }
  return [...new Set([...links.keys(), ...thirds.keys()])]
    .map((userId) => {
      const link = links.get(userId);
      const third = thirds.get(userId);
      const odds = (link?.odds ?? 0) + (third?.odds ?? 0);
      const provenOdds = Math.max(link?.provenOdds ?? 0, third?.provenOdds ?? 0);
      return {
        userId,
        score: odds / (1 + odds),
        strength: strengthOf(odds, provenOdds),
        ...sharedOf(link?.link),
        networks: evidence.networks.length,
      };
    })
    .toSorted((a, b) => b.score - a.score || (a.userId < b.userId ? -1 : 1));
}

/** The accounts that are proven to be one person's, whose own links are worth asking for; at most three. */
export function partnersIn(evidence: LinkEvidence): string[] {
  return directLinks(evidence)
    .filter(({ provenOdds }) => provenOdds >= STRONG_ODDS)
    .toSorted((a, b) => b.provenOdds - a.provenOdds || (a.userId < b.userId ? -1 : 1))
    .slice(0, PARTNERS_LIMIT)
    .map(({ userId }) => userId);
}

function strengthOf(odds: number, provenOdds: number): LinkStrength {
  if (provenOdds >= STRONG_ODDS) return 'strong';
  return odds >= MODERATE_ODDS ? 'moderate' : 'weak';
}

function sharedOf(link: DirectLink | undefined): Pick<LinkedAccount, 'shared' | 'sharedNetworks'> {
  const shared = (link?.shared ?? [])
    .map(({ network, use }) => ({
      network: textOfNetwork(keysOfNetwork(network.network).first),
      usersOnNetwork: network.users.length,
      firstSeen: new Date(use.firstMs),
      lastSeen: new Date(use.lastMs),
    }))
    .toSorted((a, b) => a.usersOnNetwork - b.usersOnNetwork || (a.network < b.network ? -1 : 1));
  return { shared, sharedNetworks: shared.length };
}
