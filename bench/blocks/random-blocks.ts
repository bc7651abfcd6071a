import type { BlockRule } from '../../src/blocking/block-rule.js';

/** A rule in the two shapes that the compared packages take. */
export interface BenchBlock extends BlockRule {
  readonly text: string;
}

/** Pseudo-random 32-bit numbers that are the same in every run (xorshift32, Marsaglia 2003). */
export function randomWords(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Two thirds single hosts, or IPv6 /64; the others ranges of IPv4 /20 to /31, or IPv6 /32 to /127. One in ten allows. */
export function randomBlocks(family: 4 | 6, count: number, random: () => number): BenchBlock[] {
  return Array.from({ length: count }, () => {
    const words = randomAddress(family, random);
    const prefixLength = prefixOf(family, random);
    return {
      address: { family, words },
      prefixLength,
      text: `${textOf(family, words)}/${prefixLength}`,
      effect: random() % 10 === 0 ? 'allow' : 'deny',
      expiresAtMs: random() % 2 === 0 ? null : Date.now() + 86_400_000 + (random() % 1_000_000),
    };
  });
}

/** Addresses as a server hands them over: flat text. Half of them lie in one of the blocks. */
export function randomAddresses(
  family: 4 | 6,
  count: number,
  blocks: readonly BenchBlock[],
  random: () => number,
): string[] {
  return Array.from({ length: count }, (_, i) => {
    const block = blocks[random() % blocks.length];
    const words = i % 2 === 0 ? (block?.address.words ?? []) : randomAddress(family, random);
    return Buffer.from(textOf(family, words)).toString('latin1');
  });
}

function prefixOf(family: 4 | 6, random: () => number): number {
  const isNarrow = random() % 3 > 0;
  if (family === 4) return isNarrow ? 32 : 20 + (random() % 12);
  return isNarrow ? 64 : 32 + (random() % 96);
}

/** IPv6 as the world has been given it, 2000::/3. */
function randomAddress(family: 4 | 6, random: () => number): number[] {
  if (family === 4) return [random()];
  return [(0x20000000 | (random() >>> 3)) >>> 0, random(), random(), random()];
}

function textOf(family: 4 | 6, words: readonly number[]): string {
  if (family === 4) return [24, 16, 8, 0].map((shift) => ((words[0] ?? 0) >>> shift) & 255).join('.');
  return words.flatMap((word) => [(word >>> 16).toString(16), (word & 0xffff).toString(16)]).join(':');
}
