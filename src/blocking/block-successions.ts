import { Inject, Injectable } from '@nestjs/common';
import { Staff, type StaffAndReason } from '../access-log/staff.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { NewBlockRow } from '../storage/blocks/block-row.js';
import { BlockStore } from '../storage/blocks/block.store.js';
import { EntryIds } from '../storage/entry-id.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import { BlockBook } from './block-book.js';
import { LiveBlocks } from './live-blocks.js';
import { checkedTerms } from './new-blocks.js';

/** What a block is changed to; its range, its effect and why it was made stay. */
export interface ChangedBlock extends StaffAndReason {
  /** `null`: it has no end. */
  readonly expiresAt: Date | null;
  readonly message: string | null;
}

/** Changes blocks: in one transaction another takes the place of the old one, which is kept as lifted, with the reason. */
@Injectable()
export class BlockSuccessions {
  private readonly ids = new EntryIds();

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(BlockBook) private readonly book: BlockBook,
    @Inject(BlockStore) private readonly store: BlockStore,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
  ) {}

  /** @throws AuditTrailError `NOT_FOUND` where it is not in force; as `IpBlocksService.add` for what it is changed to */
  async change(id: string, to: ChangedBlock): Promise<void> {
    const { expiresAtMs, message } = checkedTerms(to, this.clock.now());
    const staff = Staff.of(to);
    const old = await this.inForce(id);
    await this.book.change(() => {
      if (this.live.get(old.id) === undefined) throw notInForce();
      const at = this.clock.now();
      const row = {
        ...old,
        id: this.ids.next(at),
        staffId: staff.id,
        createdAt: at,
        expiresAt: expiresAtMs,
        message,
      };
      return (changedIn) => [
        this.store.lifting({ id: old.id }, { staffId: staff.id, reason: staff.reason, at }, changedIn),
        ...this.store.insertions([row], changedIn),
      ];
    });
  }

  private async inForce(id: string): Promise<NewBlockRow> {
    const row = await orNotAnswered(this.database, 'Ask again.', () =>
      withPatience(this.database, this.options.retryForMs, (connection) => this.store.find(connection, id)),
    );
    if (row === null || row.liftedAt !== null || row.rangeFirst === null || row.rangeLast === null) {
      throw notInForce();
    }
    const { rangeFirst, rangeLast } = row;
    return { ...row, rangeFirst, rangeLast };
  }
}

function notInForce(): AuditTrailError {
  return new AuditTrailError(
    'NOT_FOUND',
    'There is no block with this id that is in force: it was lifted, has ended, or never was.',
  );
}
