import { type IpRange, rangeOf } from '../address/cidr.js';
import { prefixLengthOfKeys, rangeOfKeys } from '../address/range-of-keys.js';
import { addressOfKey, type SortableKey, textOfKey } from '../address/sortable-key.js';
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

/** A block in memory. There may be a hundred thousand: what is alike is shared, and texts are made when asked for. */
export interface LoadedBlock {
  readonly id: string;
  /** The first address of its range. */
  readonly first: SortableKey;
  /** In bits. */
  readonly prefixLength: number;
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
  private last: BlockOrigin | null = null;

  /** `null` where the row is no rule: it was lifted, or its range is gone. */
  load(row: BlockRow): LoadedBlock | null {
    const { rangeFirst, rangeLast } = row;
    if (row.liftedAt !== null || rangeFirst === null || rangeLast === null) return null;
    return {
      id: row.id,
      first: rangeFirst,
      prefixLength: prefixLengthOfKeys(rangeFirst, rangeLast),
      effect: row.effect,
      expiresAtMs: row.expiresAt,
      createdAtMs: row.createdAt,
      origin: this.originOf(row),
      hits: row.hits,
      lastHitOn: row.lastHitOn,
    };
  }

  private originOf(row: BlockRow): BlockOrigin {
    // Those of one import come one after the other.
    if (this.last !== null && isOrigin(this.last, row)) return this.last;
    const { reason, message, staffId, importId } = row;
    const key = JSON.stringify([reason, message, staffId, importId]);
    const origin = this.origins.get(key) ?? { reason, message, staffId, importId };
    this.origins.set(key, origin);
    this.last = origin;
    return origin;
  }
}

function isOrigin(origin: BlockOrigin, row: BlockRow): boolean {
  return (
    origin.reason === row.reason &&
    origin.message === row.message &&
    origin.staffId === row.staffId &&
    origin.importId === row.importId
  );
}

/** What the matcher has to know of a block. */
export function ruleOfLoaded({ first, prefixLength, effect, expiresAtMs }: LoadedBlock): BlockRule {
  return { address: addressOfKey(first), prefixLength, effect, expiresAtMs };
}

export function rangeOfLoaded({ first, prefixLength }: LoadedBlock): IpRange {
  return rangeOf(addressOfKey(first), prefixLength);
}

/** The block as the host sees it. */
export function blockOfLoaded(block: LoadedBlock): IpBlock {
  const { id, first, prefixLength, effect, expiresAtMs, createdAtMs, origin, hits, lastHitOn } = block;
  return {
    id,
    range: `${textOfKey(first)}/${prefixLength}`,
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
