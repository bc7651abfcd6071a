import type { IpBlock } from './ip-block.js';

/**
 * Whether a new rule would change nothing: the most specific live rule that contains its range has the same effect
 * and ends no earlier.
 *
 * @param around that rule, the first of `BlockIndex.around`; `undefined` where there is none
 */
export function alreadyBlocked(
  around: Pick<IpBlock, 'effect' | 'expiresAt'> | undefined,
  wanted: Pick<IpBlock, 'effect' | 'expiresAt'>,
): boolean {
  if (around === undefined || around.effect !== wanted.effect) return false;
  if (around.expiresAt === null) return true;
  return wanted.expiresAt !== null && around.expiresAt >= wanted.expiresAt;
}
