/** How sure a link is; `docs/linked-accounts.md` says how often each was one person when it was measured. */
export type LinkStrength = 'strong' | 'moderate' | 'weak';

/** An account that may belong to the same person as the one asked about. It is a hint, never a proof. */
export interface LinkedAccount {
  userId: string;
  /** 0 to 1, higher is likelier; it orders the answer and is no probability. */
  score: number;
  strength: LinkStrength;
  /**
   * The networks that both have used, those with the fewest users first, and when this account was on each. Empty
   * where the two are linked through a third account only.
   */
  shared: { network: string; usersOnNetwork: number; firstSeen: Date; lastSeen: Date }[];
  sharedNetworks: number;
  /** Networks of the account asked about that were compared: without crowds and what says nothing. */
  networks: number;
}
