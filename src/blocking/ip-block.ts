import type { BlockEffect } from './block-rule.js';

/** A rule for a range: refuse, or let through. */
export interface IpBlock {
  readonly id: string;
  /** Canonical CIDR notation, `203.0.113.0/24`; empty once the block has ended and the store time has passed. */
  readonly range: string;
  readonly effect: BlockEffect;
  /** Why, for staff only. Addresses in it stand as `[address]`. */
  readonly reason: string;
  /** What a client that is refused is told. */
  readonly message: string | null;
  readonly staffId: string;
  readonly createdAt: Date;
  /** The last instant at which it counts; `null`: it has no end. */
  readonly expiresAt: Date | null;
  readonly liftedAt: Date | null;
  readonly liftedBy: string | null;
  /** Why it was lifted. */
  readonly liftReason: string | null;
  /** How often it decided. */
  readonly hits: number;
  /** The day of the last hit in UTC, `2026-11-24`. */
  readonly lastHitOn: string | null;
  /** The import that it came with. */
  readonly importId: string | null;
}
