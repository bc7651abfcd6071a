import { parseIpRange } from '../address/cidr.js';
import { addressOfKey } from '../address/sortable-key.js';
import { rangeOfKeys } from '../address/range-of-keys.js';
import type { BlockRow } from '../storage/blocks/block-row.js';
import type { BlockEffect, BlockRule } from './block-rule.js';
import type { IpBlock } from './ip-block.js';

/** What all blocks of an import, or of a user, have in common. */
export interface BlockOrigin {
  readonly reason: string;
  readonly message: string | null;
  readonly staffId: string;
  readonly importId: string | null;
}

/** A block in memory. There may be a hundred thousand: what is alike is shared, and times are numbers. */
export interface LoadedBlock {
  readonly id: string;
  /** Canonical CIDR notation. */
  readonly range: string;
  readonly effect: BlockEffect;
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
  readonly origin: BlockOrigin;
  /** As the database had it when it was read. */
  readonly hits: number;
  readonly lastHitOn: string | null;
}

/** Makes blocks of rows; those that were made together share their texts. */
export class BlockLoader {
  private readonly origins = new Map<string, BlockOrigin>();

  /** `null` where the row is no rule: it was lifted, or its range is gone. */
  load(row: BlockRow): LoadedBlock | null {
    const { rangeFirst, rangeLast } = row;
    if (row.liftedAt !== null || rangeFirst === null || rangeLast === null) return null;
    return {
      id: row.id,
      range: rangeOfKeys(rangeFirst, rangeLast).text,
      effect: row.effect,
      expiresAtMs: row.expiresAt,
      createdAtMs: row.createdAt,
      origin: this.originOf(row),
      hits: row.hits,
      lastHitOn: row.lastHitOn,
    };
  }

  private originOf({ reason, message, staffId, importId }: BlockRow): BlockOrigin {
    const key = JSON.stringify([reason, message, staffId, importId]);
    const known = this.origins.get(key);
    if (known !== undefined) return known;
    const origin = { reason, message, staffId, importId };
    this.origins.set(key, origin);
    return origin;
  }
}

/** What the matcher has to know of a block. */
export function ruleOfLoaded({ range, effect, expiresAtMs }: LoadedBlock): BlockRule {
  const read = parseIpRange(range);
  if (read === null) throw new Error('A block in memory has no range.');
  return { address: addressOfKey(read.first), prefixLength: read.prefixLength, effect, expiresAtMs };
}

/** In bits. */
export function prefixLengthOf({ range }: LoadedBlock): number {
  return Number(range.slice(range.indexOf('/') + 1));
}

/** The block as the host sees it. */
export function blockOfLoaded(block: LoadedBlock): IpBlock {
  const { id, range, effect, expiresAtMs, createdAtMs, origin, hits, lastHitOn } = block;
  return {
    id,
    range,
    effect,
    reason: origin.reason,
    message: origin.message,
    staffId: origin.staffId,
    createdAt: new Date(createdAtMs),
    expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs),
    liftedAt: null,
    liftedBy: null,
    liftReason: null,
    hits,
    lastHitOn,
    importId: origin.importId,
  };
}

/**
 * A row as the host sees it, without what is past its time, whether or not it was pruned.
 *
 * @param cutoff the store time's, in milliseconds since 1970; `null`: addresses are kept for ever
 */
export function blockOfStored(row: BlockRow, cutoff: number | null): IpBlock {
  const isPast = row.endsAt !== null && cutoff !== null && row.endsAt <= cutoff;
  const { rangeFirst, rangeLast } = row;
  const range =
    isPast || rangeFirst === null || rangeLast === null ? '' : rangeOfKeys(rangeFirst, rangeLast).text;
  const time = (ms: number | null) => (ms === null ? null : new Date(ms));
  return {
    id: row.id,
    range,
    effect: row.effect,
    reason: row.reason,
    message: isPast ? null : row.message,
    staffId: row.staffId,
    createdAt: new Date(row.createdAt),
    expiresAt: time(row.expiresAt),
    liftedAt: time(row.liftedAt),
    liftedBy: row.liftedBy,
    liftReason: row.liftReason,
    hits: isPast ? 0 : row.hits,
    lastHitOn: isPast ? null : row.lastHitOn,
    importId: row.importId,
  };
}
