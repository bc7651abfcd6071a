import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { BlockRule } from '../../src/blocking/block-rule.js';
import { CurrentBlockIndex } from '../../src/blocking/current-block-index.js';

const MANY = 100_000;
const NOW = 0;

const deny = (word: number): BlockRule => ({
  address: { family: 4, words: [word] },
  prefixLength: 32,
  effect: 'deny',
  expiresAtMs: null,
});
const many = () => Array.from({ length: MANY }, (_, i) => deny((i * 40_503) % 2 ** 32));
const denied = (current: CurrentBlockIndex<BlockRule>, word: number) =>
  current.now.match({ family: 4, words: [word] }, 'any', NOW) !== null;

/** How often others had their turn before the work was done. */
async function turnsDuring(work: Promise<void>): Promise<number> {
  const done = work.then(() => true);
  let turns = 0;
  while (!(await Promise.race([done, setImmediate(false)]))) turns++;
  return turns;
}

describe('a change of blocks', () => {
  it('is honoured when its rebuild has resolved', async () => {
    const blocks = new Set<BlockRule>();
    const current = new CurrentBlockIndex(
      () => blocks,
      (block) => block,
    );
    expect(denied(current, 7)).toBe(false);
    const block = deny(7);
    blocks.add(block);
    await current.rebuild();
    expect(denied(current, 7)).toBe(true);
    blocks.delete(block);
    await current.rebuild();
    expect(denied(current, 7)).toBe(false);
  });

  it('is honoured too where it came during a rebuild, and those that came together share the next', async () => {
    const blocks = new Set(many());
    let read = 0;
    const current = new CurrentBlockIndex(
      () => {
        read++;
        return blocks;
      },
      (block) => block,
    );
    const first = current.rebuild();
    await setImmediate();
    expect(read).toBe(1);
    const changes = [1, 2, 3].map(async (word) => {
      blocks.add(deny(2 ** 32 - word));
      await current.rebuild();
      return denied(current, 2 ** 32 - word);
    });
    await first;
    expect(await Promise.all(changes)).toEqual([true, true, true]);
    expect(read).toBe(2);
  });

  it('leaves the old blocks in force until the new ones are ready', async () => {
    const blocks = new Set([deny(7)]);
    const current = new CurrentBlockIndex(
      () => blocks,
      (block) => block,
    );
    await current.rebuild();
    blocks.clear();
    for (const block of many()) blocks.add(block);
    const rebuilt = current.rebuild();
    await setImmediate();
    expect(current.now.size).toBe(1);
    expect(denied(current, 7)).toBe(true);
    // What leaves during a rebuild leaves with the next.
    blocks.clear();
    await rebuilt;
    expect(current.now.size).toBe(MANY);
  });

  it('lets others work while a hundred thousand blocks are read', async () => {
    const current = new CurrentBlockIndex(many, (block) => block);
    const turns = await turnsDuring(current.rebuild());
    expect(turns).toBeGreaterThan(3);
  });

  it('that cannot be read leaves the old blocks in force, and the next one is tried again', async () => {
    const blocks = new Set([deny(7)]);
    let isBroken = false;
    const current = new CurrentBlockIndex(
      () => {
        if (isBroken) throw new Error('unreadable');
        return blocks;
      },
      (block) => block,
    );
    await current.rebuild();
    isBroken = true;
    await expect(current.rebuild()).rejects.toThrow('unreadable');
    expect(denied(current, 7)).toBe(true);
    isBroken = false;
    blocks.add(deny(8));
    await current.rebuild();
    expect(denied(current, 8)).toBe(true);
  });
});
