import type { IpBlock } from './ip-block.js';

const DAY_MS = 86_400_000;
/** After this long a block is worth another look. */
const YEAR_MS = 365 * DAY_MS;

type Block = Pick<IpBlock, 'createdAt' | 'expiresAt' | 'liftedAt' | 'lastHitOn'>;

/** Live blocks that have decided nothing for a year: made a year ago or before, and the day of the last hit too. */
export function blocksWithoutHits<B extends Block>(blocks: Iterable<B>, nowMs: number): B[] {
  return live(blocks, nowMs).filter((block) => nowMs - lastUseOf(block) >= YEAR_MS);
}

/** Live blocks that have no end and are older than a year. */
export function blocksWithoutEnd<B extends Block>(blocks: Iterable<B>, nowMs: number): B[] {
  return live(blocks, nowMs).filter(
    ({ expiresAt, createdAt }) => expiresAt === null && nowMs - createdAt.getTime() > YEAR_MS,
  );
}

function live<B extends Block>(blocks: Iterable<B>, nowMs: number): B[] {
  return Array.from(blocks).filter(
    ({ expiresAt, liftedAt }) => liftedAt === null && (expiresAt === null || expiresAt.getTime() >= nowMs),
  );
}

/** Of a hit only the day is known: it may have been at its end. */
function lastUseOf({ createdAt, lastHitOn }: Block): number {
  return lastHitOn === null ? createdAt.getTime() : Date.parse(lastHitOn) + DAY_MS;
}
