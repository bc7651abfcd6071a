import { Inject, Injectable } from '@nestjs/common';
import type { StaffAndReason } from '../access-log/staff.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import type { Page } from '../page.js';
import { BlockChanges } from './block-changes.js';
import { BlockList, type BlockFilter } from './block-list.js';
import { BlockExports } from './block-exports.js';
import type { BlockImport, BlockImportTerms } from './block-import.js';
import { BlockImports } from './block-imports.js';
import { type BlockPreview, BlockPreviews } from './block-preview.js';
import type { BlockProposals } from './block-proposal.js';
import { BlockProposalsMaker } from './block-proposals.js';
import type { BlockPurpose } from './block-rule.js';
import type { IpBlock } from './ip-block.js';
import { LiveBlocks } from './live-blocks.js';
import { blockOfLoaded } from './loaded-block.js';
import { type BlockTerms, checkedAddress, type NewBlock } from './new-blocks.js';
import { UserBlocksMaker, type UserBlocks } from './user-blocks.js';
import type { BlockListFormat } from './write-block-list.js';

/** Refuses addresses, and lets them through again. */
@Injectable()
export class IpBlocksService {
  /** @internal */
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
    @Inject(BlockChanges) private readonly changes: BlockChanges,
    @Inject(BlockList) private readonly blockList: BlockList,
    @Inject(BlockPreviews) private readonly previews: BlockPreviews,
    @Inject(UserBlocksMaker) private readonly userBlocks: UserBlocksMaker,
    @Inject(BlockImports) private readonly imports: BlockImports,
    @Inject(BlockExports) private readonly exports: BlockExports,
    @Inject(BlockProposalsMaker) private readonly proposalsMaker: BlockProposalsMaker,
  ) {}

  /**
   * Makes a block. It is honoured in this process when the promise resolves, and in every other within `refreshMs`.
   *
   * ```ts
   * await blocks.add({ range: '203.0.113.0/24', reason: 'Spam in thread 4711', message: 'Write to us.', staffId: moderator.id });
   * ```
   *
   * @throws AuditTrailError `ALREADY_BLOCKED` where it would change nothing; `NOT_BLOCKABLE`, saying why;
   *   `INVALID_RANGE`, `INVALID_TIME`, `INVALID_IP`, `INVALID_ENTRY`, `INVALID_OPTIONS`, `INVALID_USER`,
   *   `REASON_REQUIRED`, `NOT_ANSWERED`
   */
  add(block: NewBlock): Promise<IpBlock> {
    return this.changes.add(block);
  }

  /**
   * Ends a block, or all that are left of an import, at once.
   *
   * @param what the id of a block, or `{ importId }`
   * @throws AuditTrailError `NOT_FOUND` where none is in force; `INVALID_USER`, `REASON_REQUIRED`, `NOT_ANSWERED`
   */
  lift(what: string | { importId: string }, by: StaffAndReason): Promise<void> {
    return this.changes.lift(what, by);
  }

  /**
   * Blocks, newest first, with those that have ended.
   *
   * @throws AuditTrailError `INVALID_OPTIONS`, `INVALID_RANGE`, `INVALID_CURSOR`, `NOT_ANSWERED`
   */
  list(filter: BlockFilter = {}): Promise<Page<IpBlock>> {
    return this.blockList.page(filter);
  }

  /**
   * Whom a block of a range would hit. It is a lookup, and in the log of lookups before anything is read.
   *
   * @param range no wider than IPv4 /16 or IPv6 /32
   * @throws AuditTrailError `INVALID_RANGE`, `RANGE_TOO_WIDE`, `INVALID_USER`, `REASON_REQUIRED`, `TOO_MANY_LOOKUPS`,
   *   `NOT_RECORDED`, `NOT_ANSWERED`
   */
  preview(range: string, by: StaffAndReason): Promise<BlockPreview> {
    return this.previews.preview(range, by);
  }

  /**
   * Blocks the networks that a user acted from in the last 30 days (IPv6 as /64, or the /56 of which two /64s were
   * used), until the store time is over at the latest. Left out are networks with more than 20 users or with staff,
   * `sharedRanges`, `neverBlock`, and what `add` would refuse. It is a lookup, and logged as one.
   *
   * @throws AuditTrailError as `add`, but for `ALREADY_BLOCKED` and `NOT_BLOCKABLE`; and `TOO_MANY_LOOKUPS`, `NOT_RECORDED`
   */
  addForUser(userId: string | number | bigint | { id: unknown }, block: BlockTerms): Promise<UserBlocks> {
    return this.userBlocks.add(userId, block);
  }

  /**
   * The block that decides for an address, an `allow` included; in memory, without a query. A block that has ended at
   * the millisecond of the call no longer counts.
   *
   * @param purpose `sign-up` weighs `deny-sign-up` as well. Default `any`.
   * @throws AuditTrailError `INVALID_IP`; `NOT_ANSWERED` before blocks have been read for the first time
   */
  match(ip: string, purpose: BlockPurpose = 'any'): IpBlock | null {
    if (!this.live.isLoaded) {
      throw new AuditTrailError(
        'NOT_ANSWERED',
        'Blocks have not been read yet, so that nobody can tell whether the address is blocked. Refuse it for now.',
      );
    }
    const found = this.live.index.match(checkedAddress(ip), purpose, this.clock.now());
    return found === null || found === undefined ? null : blockOfLoaded(found);
  }

  /**
   * Blocks what a list names, in one transaction: all of it, or nothing where it fails. A line is an address, a range
   * in CIDR notation, `first-last`, or IPv4 with `*` (`203.0.113.*`); `#` and `;` begin comments. What `add` refuses
   * is refused for each line, and comes back with its number.
   *
   * ```ts
   * const lines = createInterface({ input: createReadStream('drop.txt') });
   * const { importId, added, refused } = await blocks.import(lines, { staffId: admin.id, reason: 'A list of botnets' });
   * await blocks.lift({ importId }, { staffId: admin.id, reason: 'Too many customers on it' });
   * ```
   *
   * @throws AuditTrailError as `add`, but for what each line is refused for; and what reading `lines` throws
   */
  import(lines: AsyncIterable<string> | Iterable<string>, by: BlockImportTerms): Promise<BlockImport> {
    return this.imports.import(lines, by);
  }

  /**
   * The blocks in force as text, a line or so at a time. `plain`: denied ranges, one in a line; `nginx`: for its
   * access module, inner ranges first; `json`: an array with all that is known of each, newest first.
   *
   * @throws AuditTrailError `INVALID_OPTIONS`; when it is read, `NOT_ANSWERED`
   */
  export(format: BlockListFormat): AsyncIterable<string> {
    return this.exports.export(format);
  }

  /**
   * What staff may want to do about blocks: subnets of which 5 % or more is listed (IPv4 /24, /22 and /20; IPv6 /64,
   * /60, /56, /52 and /48), blocks without a hit for a year, and blocks without an end that are older than a year; at
   * most 20 of each. Nothing of it is done by itself.
   *
   * @param by who asks and why: then each comes with whom following it would hit, and all of it is logged as one lookup
   * @throws AuditTrailError `INVALID_USER`, `REASON_REQUIRED`, `TOO_MANY_LOOKUPS`, `NOT_RECORDED`, `NOT_ANSWERED`
   */
  proposals(by?: StaffAndReason): Promise<BlockProposals> {
    return this.proposalsMaker.make(by);
  }
}
