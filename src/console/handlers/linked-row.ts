import type { LinkedAccount } from '../../investigation/linked-accounts/linked-account.js';
import type { LinkedRow } from '../pages/linked-rows.js';
import type { Person } from '../pages/view.js';

const STRENGTHS = ['strong', 'moderate', 'weak'] as const;

/** The strong first; those of one strength as they came, most likely first. */
export function byStrength(linked: readonly LinkedAccount[]): LinkedAccount[] {
  return linked.toSorted((a, b) => STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength));
}

/** A linked account as a page shows it: what speaks for the link, without naming a network. */
export function linkedRow(
  { userId, strength, shared, sharedNetworks, networks }: LinkedAccount,
  person: (userId: string) => Person,
): LinkedRow {
  const lastSeen = shared.map((one) => one.lastSeen).toSorted((a, b) => b.getTime() - a.getTime());
  return {
    person: person(userId),
    strength,
    sharedNetworks,
    networks,
    fewestUsers: Math.min(...shared.map(({ usersOnNetwork }) => usersOnNetwork)),
    lastShared: lastSeen[0] ?? null,
  };
}
