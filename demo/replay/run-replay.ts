import type { ForumClient } from './forum-client.js';
import { inParallel } from './in-parallel.js';
import { Members } from './members.js';
import type { Step } from './steps.js';
import { Tally } from './tally.js';
import { countTrail, growth } from './trail-count.js';

export interface ReplayResult {
  readonly tally: Tally;
  /** Entries that came into the trail meanwhile, by action. */
  readonly found: ReadonlyMap<string, number>;
}

/** Sends the steps to the forum, and counts its trail before and after. */
export async function runReplay(
  forum: ForumClient,
  steps: readonly Step[],
  { seed, concurrency, onStep }: { seed: number; concurrency: number; onStep?: () => void },
): Promise<ReplayResult> {
  const before = await countTrail(forum);
  const { body } = await forum.get('/');
  const categoryIds = (body as { categories: { id: number }[] }).categories.map(({ id }) => id);
  const tally = new Tally();
  // Names of an earlier replay are taken: each run has members of its own.
  const members = new Members(forum, tally, { seed, categoryIds, run: Date.now().toString(36) });
  await inParallel(steps, {
    keyOf: (step) => step.userId,
    atOnce: concurrency,
    work: async (step) => {
      await members.take(step);
      onStep?.();
    },
  });
  return { tally, found: growth(before, await countTrail(forum)) };
}
