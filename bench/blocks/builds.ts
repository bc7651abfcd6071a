import { setImmediate } from 'node:timers/promises';
import { buildBlockIndex, buildBlockIndexInSlices } from '../../src/blocking/build-block-index.js';
import { median } from '../support/ratios.js';
import { randomBlocks, randomWords } from './random-blocks.js';

const RULES = 100_000;
const MB = 1e6;

/** Build time, memory and the longest pause of the event loop for 100,000 rules. */
export async function measureBuilds(family: 4 | 6, rounds: number): Promise<void> {
  const blocks = randomBlocks(family, RULES, randomWords(family));
  const [builds, pauses, first] = [[] as number[], [] as number[], { ms: 0, pause: 0 }];
  for (let round = 0; round <= rounds; round++) {
    const watch = new LoopWatch();
    await setImmediate();
    const began = performance.now();
    await buildBlockIndexInSlices(blocks, (block) => block);
    const ms = performance.now() - began;
    const pause = await watch.stop();
    if (round === 0) Object.assign(first, { ms, pause });
    else {
      builds.push(ms);
      pauses.push(pause);
    }
  }
  const before = await usedBytes();
  const index = buildBlockIndex(blocks, (block) => block);
  const bytes = (await usedBytes()) - before;
  const show = (value: number) => value.toFixed(1);
  console.log(
    `IPv${family}, ${index.size.toLocaleString('en')} rules: built in ${show(median(builds))} ms (at most ${show(Math.max(...builds))}), ` +
      `longest pause of the event loop ${show(median(pauses))} ms (at most ${show(Math.max(...pauses))}); ` +
      `the first time in a process ${show(first.ms)} ms, pause ${show(first.pause)} ms; index ${show(bytes / MB)} MB`,
  );
}

/** The longest time between two turns of the event loop. */
class LoopWatch {
  private longest = 0;
  private isOn = true;
  private readonly done = this.watch();

  private async watch(): Promise<void> {
    let last = performance.now();
    while (this.isOn) {
      await setImmediate();
      const now = performance.now();
      this.longest = Math.max(this.longest, now - last);
      last = now;
    }
  }

  async stop(): Promise<number> {
    this.isOn = false;
    await this.done;
    return this.longest;
  }
}

/** What is held after a collection; needs `--expose-gc`. The memory of arrays is given back a little later. */
async function usedBytes(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await setImmediate();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
