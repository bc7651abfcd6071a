import { Inject, Injectable } from '@nestjs/common';
import { AccessLog } from '../access-log/access-log.js';
import { type IpRange, rangesOverlap } from '../address/cidr.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { DAY_MS } from '../settings/cutoff.js';
import { BlockStore } from '../storage/blocks/block.store.js';
import type { NewBlockRow } from '../storage/blocks/block-row.js';
import type { IdBounds } from '../storage/dialects/read-plans.js';
import { firstIdOf } from '../storage/entry-id.js';
import { IpUseStore } from '../storage/investigation/ip-use.store.js';
import { NetworkUseStore, type RangeUse } from '../storage/investigation/network-use.store.js';
import { keptEntries } from '../storage/kept-entries.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import { asStored, BlockChanges } from './block-changes.js';
import { BlockBook } from './block-book.js';
import type { IpBlock } from './ip-block.js';
import { blockOfStored } from './loaded-block.js';
import { type BlockTerms, checkedTerms, type CheckedTerms } from './new-blocks.js';
import { staffAmong } from './staff-among.js';
import { checkedUser } from './checked-user.js';
import { networksOf } from './user-networks.js';

/** What became of the networks of a user. */
export interface UserBlocks {
  added: IpBlock[];
  /** Networks that were not blocked, and a sentence that says why. */
  leftOut: { network: string; why: string }[];
}

const RECENT_DAYS = 30;
/** More than this many users on a network are a crowd, who have not done what one of them did. */
const CROWD = 20;
/** Of a network: enough to see a crowd in, unless one user alone has more. */
const ENTRIES_OF_NETWORK = 20_000;
/** Of the user. */
const LIMITS = { entries: 20_000, items: 500 };

/** `IpBlocksService.addForUser`. */
@Injectable()
export class UserBlocksMaker {
  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AccessLog) private readonly log: AccessLog,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(IpUseStore) private readonly ips: IpUseStore,
    @Inject(NetworkUseStore) private readonly networks: NetworkUseStore,
    @Inject(BlockBook) private readonly book: BlockBook,
    @Inject(BlockStore) private readonly store: BlockStore,
    @Inject(BlockChanges) private readonly changes: BlockChanges,
  ) {}

  async add(user: unknown, block: BlockTerms): Promise<UserBlocks> {
    const userId = checkedUser(user);
    const terms = this.withinStoreTime(checkedTerms(block, this.clock.now()));
    const lookup = await this.log.log(terms.staff, 'addForUser', [{ userId }]);
    const uses = await orNotAnswered(this.database, 'Nothing was blocked: try again.', () =>
      this.read(userId),
    );
    const leftOut: UserBlocks['leftOut'] = [];
    const wanted: IpRange[] = [];
    for (const [range, use] of uses) {
      const why = await this.whyNot(range, use, terms);
      if (why === null) wanted.push(range);
      else leftOut.push({ network: range.text, why });
    }
    const rows = await this.write(userId, wanted, terms, leftOut);
    await lookup.finish(rows.length);
    return { added: rows.map((row) => blockOfStored(asStored(row), null)), leftOut };
  }

  private async write(
    userId: string,
    wanted: readonly IpRange[],
    terms: CheckedTerms,
    leftOut: UserBlocks['leftOut'],
  ): Promise<NewBlockRow[]> {
    if (wanted.length === 0) return [];
    const made = new Map(wanted.map((range) => [range, this.changes.rowOf(range, terms, { userId })]));
    let blocked: IpRange[] = [];
    let rows: NewBlockRow[] = [];
    await this.book.change(() => {
      blocked = wanted.filter((range) => this.changes.isAlreadyBlocked(range, terms));
      rows = [...made].filter(([range]) => !blocked.includes(range)).map(([, row]) => row);
      return (changedIn) => this.store.insertions(rows, changedIn);
    });
    for (const { text } of blocked) leftOut.push({ network: text, why: 'It is blocked so already.' });
    return rows;
  }

  /** The networks of the user with everybody who was on them. */
  private read(userId: string): Promise<Map<IpRange, RangeUse>> {
    const now = this.clock.now();
    const kept = keptEntries(now, this.options).addressesFrom;
    const recent = firstIdOf(now - RECENT_DAYS * DAY_MS);
    const bounds: IdBounds = { from: kept > recent ? kept : recent, below: firstIdOf(Infinity) };
    return withPatience(this.database, this.options.retryForMs, async (connection) => {
      const used = await this.ips.ofUser(connection, userId, bounds, LIMITS);
      const ranges = networksOf(used.items.map(({ ip }) => ip));
      const most = { entries: ENTRIES_OF_NETWORK, users: CROWD + 1 };
      const uses = await this.networks.of(connection, ranges, bounds, most);
      return new Map(ranges.map((range) => [range, uses.get(range.first) ?? { users: [], isWhole: true }]));
    });
  }

  private async whyNot(
    range: IpRange,
    { users, isWhole }: RangeUse,
    terms: CheckedTerms,
  ): Promise<string | null> {
    const { sharedRanges, describeUsers } = this.options;
    if (sharedRanges.some((one) => rangesOverlap(one, range))) return 'It lies in one of the sharedRanges.';
    if (terms.effect !== 'allow') {
      const refused = this.changes.refusals.sentence([range], { staffIp: null, force: false });
      if (refused !== null) return refused;
    }
    if (users.length > CROWD)
      return `More than ${CROWD} users acted from it in the last ${RECENT_DAYS} days.`;
    if (!isWhole) return 'It has so many entries that nobody can tell how many users acted from it.';
    const staff = await staffAmong(
      users.map(({ userId }) => userId),
      describeUsers,
    );
    if (staff === null && describeUsers !== null)
      return 'describeUsers failed, so that it may be used by staff.';
    return staff !== null && staff.length > 0 ? 'Staff acted from it.' : null;
  }

  /** The link from the user to the addresses is not kept for longer than the addresses themselves. */
  private withinStoreTime(terms: CheckedTerms): CheckedTerms {
    const { ipStoreDays } = this.options;
    if (ipStoreDays === 'forever') return terms;
    const latest = this.clock.now() + ipStoreDays * DAY_MS;
    return { ...terms, expiresAtMs: Math.min(terms.expiresAtMs ?? latest, latest) };
  }
}
