import type { LinkedAccount } from '../../investigation/linked-accounts/linked-account.js';
import type { LinkedRow } from '../pages/user.page.js';
import type { Person } from '../pages/view.js';

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
