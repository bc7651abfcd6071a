import { Inject, Injectable } from '@nestjs/common';
import { Staff, type StaffAndReason } from '../access-log/staff.js';
import type { IpRange } from '../address/cidr.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { shapeOf } from '../describe-value.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { BlockRow, NewBlockRow } from '../storage/blocks/block-row.js';
import { BlockStore, type LiftedBlocks } from '../storage/blocks/block.store.js';
import { EntryIds } from '../storage/entry-id.js';
import { alreadyBlocked } from './already-blocked.js';
import { BlockBook } from './block-book.js';
import { BlockRefusals } from './block-refusals.js';
import type { IpBlock } from './ip-block.js';
import { LiveBlocks } from './live-blocks.js';
import { blockOfStored } from './loaded-block.js';
import {
  checkedAddress,
  checkedRange,
  checkedTerms,
  type CheckedTerms,
  type NewBlock,
} from './new-blocks.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where blocks that are made together come from. */
export interface BlockSource {
  readonly importId?: string;
  readonly userId?: string;
}

/** Makes blocks and lifts them. */
@Injectable()
export class BlockChanges {
  readonly refusals: BlockRefusals;
  private readonly ids = new EntryIds();

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) { neverBlock }: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(BlockBook) private readonly book: BlockBook,
    @Inject(BlockStore) private readonly store: BlockStore,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
  ) {
    this.refusals = new BlockRefusals(neverBlock);
  }

  async add(block: NewBlock): Promise<IpBlock> {
    const { staffIp, force = false } = Object(block) as Partial<NewBlock>;
    const range = checkedRange(Object(block).range);
    const terms = checkedTerms(block, this.clock.now());
    const requester = {
      staffIp: staffIp === undefined ? null : checkedAddress(staffIp),
      force,
    };
    if (terms.effect !== 'allow') {
      const sentence = this.refusals.sentence([range], requester);
      if (sentence !== null) throw new AuditTrailError('NOT_BLOCKABLE', sentence, { value: block.range });
    }
    const row = this.rowOf(range, terms);
    await this.book.change(() => {
      if (this.isAlreadyBlocked(range, terms)) throw changesNothing();
      return (changedIn) => this.store.insertions([row], changedIn);
    });
    return blockOfStored(asStored(row), null);
  }

  async lift(what: unknown, by: StaffAndReason): Promise<void> {
    const lifted = liftedOf(what);
    const staff = Staff.of(by);
    await this.book.change(() => {
      const at = this.clock.now();
      if (!this.isAnyLive(lifted, at)) throw notThere(lifted);
      return (changedIn) => [
        this.store.lifting(lifted, { staffId: staff.id, reason: staff.reason, at }, changedIn),
      ];
    });
  }

  /**
   * Whether the range is blocked so already, by the blocks in memory.
   *
   * @param alike the prefix length of the most specific range around this one that is about to be blocked in the same
   *   way; `null` where none is
   */
  isAlreadyBlocked(
    range: IpRange,
    { effect, expiresAtMs }: Pick<CheckedTerms, 'effect' | 'expiresAtMs'>,
    alike: number | null = null,
  ): boolean {
    const [around] = this.live.index.around(range, this.clock.now());
    if (alike !== null && (around === undefined || around.prefixLength <= alike)) return true;
    const date = (ms: number | null) => (ms === null ? null : new Date(ms));
    return alreadyBlocked(
      around === undefined ? undefined : { effect: around.effect, expiresAt: date(around.expiresAtMs) },
      { effect, expiresAt: date(expiresAtMs) },
    );
  }

  rowOf(range: IpRange, terms: CheckedTerms, { importId, userId }: BlockSource = {}): NewBlockRow {
    const now = this.clock.now();
    return {
      id: this.ids.next(now),
      rangeFirst: range.first,
      rangeLast: range.last,
      effect: terms.effect,
      reason: terms.staff.reason,
      message: terms.message,
      staffId: terms.staff.id,
      createdAt: now,
      expiresAt: terms.expiresAtMs,
      importId: importId ?? null,
      userId: userId ?? null,
    };
  }

  private isAnyLive(lifted: LiftedBlocks, nowMs: number): boolean {
    const found = 'id' in lifted ? [this.live.get(lifted.id)] : this.live.ofImport(lifted.importId);
    return found.some(
      (block) => block !== undefined && (block.expiresAtMs === null || block.expiresAtMs >= nowMs),
    );
  }
}

/** A new row as it would be read. */
export function asStored(row: NewBlockRow): BlockRow {
  return {
    ...row,
    endsAt: row.expiresAt,
    liftedAt: null,
    liftedBy: null,
    liftReason: null,
    hits: 0,
    lastHitOn: null,
  };
}

function liftedOf(what: unknown): LiftedBlocks {
  const importId: unknown =
    typeof what === 'object' && what !== null ? (what as { importId?: unknown }).importId : null;
  const id = importId ?? what;
  if (typeof id === 'string' && UUID.test(id)) {
    return importId === null || importId === undefined
      ? { id: id.toLowerCase() }
      : { importId: id.toLowerCase() };
  }
  throw new AuditTrailError(
    'NOT_FOUND',
    `What is to be lifted is ${shapeOf(id)}; wanted the id of a block, or { importId }.`,
    { value: what },
  );
}

function notThere(lifted: LiftedBlocks): AuditTrailError {
  const what = 'id' in lifted ? 'block with this id' : 'block of this import';
  return new AuditTrailError(
    'NOT_FOUND',
    `There is no ${what} that is in force: it was lifted, has ended, or never was.`,
  );
}

function changesNothing(): AuditTrailError {
  return new AuditTrailError(
    'ALREADY_BLOCKED',
    'The most specific block that covers the range has the same effect and ends no earlier, so that this one would change nothing.',
  );
}
