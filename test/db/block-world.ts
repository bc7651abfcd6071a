import { BlockBook } from '../../src/blocking/block-book.js';
import { type AuditTrailModuleOptions, IpBlocksService, type NewBlock } from '../../src/index.js';
import type { TestDatabase } from '../support/databases.js';
import type { ForumSettings } from '../support/forum/world.js';
import type { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { emptyTrail, TestClock } from './retention-world.js';

export const NOW = Date.UTC(2026, 10, 23, 12);
export const BY = { staffId: 'boss', reason: 'Spam in thread 4711' };

/** A forum whose clock stands still, and its blocks. */
export interface GuardedForum extends Forum {
  readonly blocks: IpBlocksService;
  readonly clock: TestClock;
  /** Adds a block of staff member `boss`. */
  readonly block: (range: string, more?: Partial<NewBlock>) => ReturnType<IpBlocksService['add']>;
  /** The effect of the rule that decides, or `null`. */
  effectOn(ip: string, purpose?: 'any' | 'sign-up'): string | null;
  /** Looks for what other processes have changed. */
  refresh(): Promise<void>;
}

/** A time at which no refresh comes by itself within a test. */
const NEVER_MS = 3_600_000;

/** @param isReplica leaves what another process on the database has written; by default it is empty at first */
export async function guard(
  forums: ReturnType<typeof forumsOfTest>,
  database: TestDatabase,
  {
    isReplica = false,
    trail = {},
    clock = new TestClock(NOW),
    ...settings
  }: Omit<ForumSettings, 'trail'> & {
    isReplica?: boolean;
    trail?: AuditTrailModuleOptions;
    clock?: TestClock;
  } = {},
): Promise<GuardedForum> {
  const forum = await forums.on(database, {
    ...settings,
    trail: { ...trail, blocks: { refreshMs: NEVER_MS, ...trail.blocks } },
    override: clock.override,
  });
  if (!isReplica) await emptyTrail(forum.dataSource);
  const blocks = forum.app.get(IpBlocksService);
  const book = forum.app.get(BlockBook, { strict: false });
  await book.refresh();
  return {
    ...forum,
    blocks,
    clock,
    block: (range, more = {}) => blocks.add({ ...BY, range, ...more }),
    effectOn: (ip, purpose) => blocks.match(ip, purpose)?.effect ?? null,
    refresh: () => book.refresh(),
  };
}
