import type { IpAddress } from '../address/ip-address.js';
import type { BlockEffect } from '../storage/blocks/block-row.js';

export type { BlockEffect } from '../storage/blocks/block-row.js';

/** What a match is asked for; `deny-sign-up` rules count for `sign-up` only. */
export type BlockPurpose = 'any' | 'sign-up';

/** What the matcher has to know of a block. */
export interface BlockRule {
  /** Any address of the range: the bits behind the prefix are cut off. */
  readonly address: IpAddress;
  /** 0 to 32 for IPv4, 0 to 128 for IPv6. */
  readonly prefixLength: number;
  readonly effect: BlockEffect;
  /** The last millisecond since 1970 at which the rule counts; `null`: it has no end. */
  readonly expiresAtMs: number | null;
}

/** Of equal ranges the rule with the higher rank decides. */
export const EFFECT_RANKS: Readonly<Record<BlockEffect, number>> = { 'deny-sign-up': 0, deny: 1, allow: 2 };

/** The lowest rank that counts for a purpose. */
export const LOWEST_RANKS: Readonly<Record<BlockPurpose, number>> = { 'sign-up': 0, any: 1 };
