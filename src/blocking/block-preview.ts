import { Inject, Injectable, Logger } from '@nestjs/common';
import { AccessLog } from '../access-log/access-log.js';
import { Staff, type StaffAndReason } from '../access-log/staff.js';
import { addressCountOf, type IpRange } from '../address/cidr.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { DAY_MS } from '../settings/cutoff.js';
import { type RangeCrowd, RangeCrowdStore } from '../storage/blocks/range-crowd.store.js';
import { firstIdOf } from '../storage/entry-id.js';
import { keptEntries } from '../storage/kept-entries.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import { checkedRange } from './new-blocks.js';
import { staffAmong } from './staff-among.js';

/** Whom a block of a range would hit, from the entries within the store time. */
export interface BlockPreview {
  /** How many addresses the range has; text, since those of IPv6 are more than a number holds. */
  addresses: string;
  /** Users who ever acted from it. */
  users: number;
  /** Those of them who did in the last 30 days. */
  activeUsers: number;
  /** The staff members among the `askedForStaff` busiest users. */
  staff: string[];
  /** The five busiest users. */
  examples: string[];
  /** Of how many users `describeUsers` was asked whether they are staff; 0 where it could not tell. */
  askedForStaff: number;
  /** Whether the range has so many entries that only a part was read: there may be more users. */
  truncated: boolean;
}

const ACTIVE_DAYS = 30;
const ASKED_FOR_STAFF = 1_000;
const EXAMPLES = 5;
/** Entries that are read; some 0.2 s of the database's work. */
const MOST_ENTRIES = 200_000;
/** The shortest prefix that may be looked up: 65,536 addresses of IPv4, a provider's allocation of IPv6. */
const SHORTEST_PREFIX = { 4: 16, 6: 32 } as const;

/** `IpBlocksService.preview`. */
@Injectable()
export class BlockPreviews {
  private readonly logger = new Logger('AuditTrail');

  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AccessLog) private readonly log: AccessLog,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(RangeCrowdStore) private readonly crowds: RangeCrowdStore,
  ) {}

  async preview(text: string, by: StaffAndReason): Promise<BlockPreview> {
    const range = checkedRange(text);
    const staff = Staff.of(by);
    checkWidth(range, text);
    const lookup = await this.log.log(staff, 'preview', [{ range }]);
    const preview = await this.read(range);
    await lookup.finish(preview.users);
    return preview;
  }

  /** Without a word in the log: whoever asks has logged it. */
  async read(range: IpRange): Promise<BlockPreview> {
    const crowd = await orNotAnswered(this.database, 'Ask again.', () => this.crowdOf(range));
    const { describeUsers } = this.options;
    const staff = await staffAmong(crowd.busiest, describeUsers);
    if (staff === null && describeUsers !== null) {
      this.logger.warn('describeUsers failed, so that nobody can tell whether a block would hit staff.');
    }
    return {
      addresses: addressCountOf(range).toString(),
      users: crowd.users,
      activeUsers: crowd.activeUsers,
      staff: staff ?? [],
      examples: crowd.busiest.slice(0, EXAMPLES),
      askedForStaff: staff === null ? 0 : crowd.busiest.length,
      truncated: crowd.isAtLeast,
    };
  }

  private crowdOf(range: IpRange): Promise<RangeCrowd> {
    const now = this.clock.now();
    const bounds = { from: keptEntries(now, this.options).addressesFrom, below: firstIdOf(Infinity) };
    const most = { entries: MOST_ENTRIES, users: ASKED_FOR_STAFF };
    return withPatience(this.database, this.options.retryForMs, (connection) =>
      this.crowds.of(connection, range, bounds, now - ACTIVE_DAYS * DAY_MS, most),
    );
  }
}

function checkWidth({ family, prefixLength }: IpRange, value: unknown): void {
  const shortest = SHORTEST_PREFIX[family];
  if (prefixLength >= shortest) return;
  throw new AuditTrailError(
    'RANGE_TOO_WIDE',
    `The range is an IPv${family} /${prefixLength}; wanted /${shortest} or narrower. Look at its parts.`,
    { value },
  );
}
