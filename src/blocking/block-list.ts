import { Inject, Injectable, Optional } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { shapeOf, show } from '../describe-value.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Page } from '../page.js';
import { cutoffOf } from '../settings/cutoff.js';
import { BlockStore } from '../storage/blocks/block.store.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import { BlockHits } from './block-hits.js';
import type { BlockEffect } from './block-rule.js';
import type { IpBlock } from './ip-block.js';
import { blockOfStored } from './loaded-block.js';
import { checkedRange } from './new-blocks.js';

/** Which blocks to list; what is left out does not matter. */
export interface BlockFilter {
  /** Blocks that overlap this range. */
  range?: string | undefined;
  effect?: BlockEffect | undefined;
  /** `true`: those in force; `false`: those that have ended. */
  live?: boolean | undefined;
  /** The `next` of the page before. */
  after?: string | undefined;
  /** Blocks on one page, 1 to 500. Default 50. */
  limit?: number | undefined;
}

/** One block of a list. */
export interface ListedBlock {
  readonly block: IpBlock;
  readonly isOfUser: boolean;
}

const NAMES = ['range', 'effect', 'live', 'after', 'limit'] as const satisfies readonly (keyof BlockFilter)[];
const EFFECTS: readonly unknown[] = ['deny', 'deny-sign-up', 'allow', undefined];
const DEFAULT_LIMIT = 50;
const HIGHEST_LIMIT = 500;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Above every id. */
const NO_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** `IpBlocksService.list`. */
@Injectable()
export class BlockList {
  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(BlockStore) private readonly store: BlockStore,
    @Optional() @Inject(BlockHits) private readonly hits?: BlockHits,
  ) {}

  async page(filter: BlockFilter): Promise<Page<IpBlock>> {
    const { items, ...page } = await this.listed(filter);
    return { items: items.map(({ block }) => block), ...page };
  }

  /** The same, with whether a block was made from the networks of a user: its range says where they were. */
  async listed(filter: BlockFilter): Promise<Page<ListedBlock>> {
    const { range, effect, live, after, limit = DEFAULT_LIMIT } = checkedFilter(filter);
    const criteria = {
      range: range === undefined ? null : checkedRange(range),
      effect: effect ?? null,
      live: live ?? null,
      below: after ?? NO_ID,
      limit: limit + 1,
    };
    await this.hits?.flush();
    const now = this.clock.now();
    const cutoff = cutoffOf(now, this.options.ipStoreDays)?.getTime() ?? null;
    return orNotAnswered(this.database, 'Ask again.', () =>
      withPatience(this.database, this.options.retryForMs, async (connection) => {
        const rows = await this.store.list(connection, criteria, now, cutoff ?? 0);
        const items = rows
          .slice(0, limit)
          .map((row) => ({ block: blockOfStored(row, cutoff), isOfUser: row.userId !== null }));
        const oldest = await this.store.oldest(connection);
        return {
          items,
          next: rows.length > limit ? (items.at(-1)?.block.id ?? null) : null,
          oldestKept: oldest === null ? null : new Date(oldest),
        };
      }),
    );
  }
}

function checkedFilter(filter: BlockFilter): BlockFilter {
  if (typeof filter !== 'object' || filter === null) refuse('filter', shapeOf(filter), 'an object');
  const unknown = Object.keys(filter).find((name) => !(NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) refuse('filter', `has ${show(unknown)}`, `any of ${NAMES.join(', ')}`);
  const { effect, live, after, limit = DEFAULT_LIMIT } = filter;
  if (!EFFECTS.includes(effect)) refuse('effect', show(effect), '"deny", "deny-sign-up", "allow" or nothing');
  if (live !== undefined && typeof live !== 'boolean') refuse('live', show(live), 'true, false or nothing');
  if (!Number.isInteger(limit) || limit < 1 || limit > HIGHEST_LIMIT) {
    refuse('limit', show(limit), `a whole number from 1 to ${HIGHEST_LIMIT}`);
  }
  if (after !== undefined && !(typeof after === 'string' && UUID.test(after))) {
    throw new AuditTrailError(
      'INVALID_CURSOR',
      `"after" is ${shapeOf(after)}; wanted the "next" of the page before.`,
      { value: after },
    );
  }
  return filter;
}

function refuse(name: string, came: string, wanted: string): never {
  throw new AuditTrailError('INVALID_OPTIONS', `"${name}" is ${came}; wanted ${wanted}.`);
}
