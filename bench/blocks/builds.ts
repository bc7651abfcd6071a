import { setImmediate } from 'node:timers/promises';
import { rangeOf } from '../../src/address/cidr.js';
import { buildBlockIndex } from '../../src/blocking/build-block-index.js';
import { LiveBlocks } from '../../src/blocking/live-blocks.js';
import { LoadedBlocks } from '../../src/blocking/loaded-blocks.js';
import type { BlockRow } from '../../src/storage/blocks/block-row.js';
import { median } from '../support/ratios.js';
import { LoopWatch, type Pauses } from './loop-watch.js';
import { serveRequests } from './served.js';
import { type BenchBlock, randomBlocks, randomWords } from './random-blocks.js';

const RULES = 100_000;
/** As many as one answer of the database holds. */
const PAGE = 2_000;
const MB = 1e6;
/** What a pause is not to be longer than. */
const LONG_MS = 20;

/** Build time, memory and the longest pause of the event loop for 100,000 rules, as one change of a block makes them. */
export async function measureBuilds(family: 4 | 6, rounds: number): Promise<void> {
  const blocks = randomBlocks(family, RULES, randomWords(family));
  const bytesOfIndex = await bytesOf(() => buildBlockIndex(blocks, (block) => block));
  const live = new LiveBlocks();
  const bytesOfAll = await bytesOf(() => fill(live, blocks));
  console.log(
    `IPv${family}, ${live.index.size.toLocaleString('en')} rules: index ${mb(bytesOfIndex)} MB; with the blocks themselves (ids, reasons, hits) ${mb(bytesOfAll)} MB`,
  );
  const [row] = pagesOf(blocks).next().value ?? [];
  if (row === undefined) throw new Error('There is no block.');
  const rebuild = () => live.change([row]);
  report('rebuilt, the process otherwise idle', await measured(rebuild, rounds));
  const served = await serveRequests();
  report('rebuilt, the process serving requests', await measured(rebuild, rounds));
  report('nothing rebuilt, the process serving requests', await measured(() => idle(live), rounds));
  await served.stop();
}

/** For as long as a rebuild takes. */
const idle = async (live: LiveBlocks): Promise<void> => {
  const until = performance.now() + 150;
  while (performance.now() < until && live.isLoaded) await setImmediate();
};

async function measured(work: () => Promise<void>, rounds: number) {
  const [times, pauses] = [[] as number[], [] as Pauses[]];
  for (let round = 0; round < rounds; round++) {
    const watch = new LoopWatch();
    await setImmediate();
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
    pauses.push(await watch.stop());
  }
  return { times, pauses };
}

function report(title: string, { times, pauses }: { times: number[]; pauses: Pauses[] }): void {
  const spread = (values: readonly number[]) =>
    `${show(median(values))} ms (${show(Math.min(...values))} to ${show(Math.max(...values))}; over ${LONG_MS} ms in ${values.filter((ms) => ms > LONG_MS).length} of ${values.length})`;
  console.log(
    `  ${title}: took ${spread(times)}\n` +
      `    longest pause of the event loop ${spread(pauses.map(({ longestMs }) => longestMs))}\n` +
      `    in which the event loop had a processor ${spread(pauses.map(({ longestOwnMs }) => longestOwnMs))}\n` +
      `    longest collection of garbage ${spread(pauses.map(({ garbageMs }) => garbageMs))}`,
  );
}

async function fill(live: LiveBlocks, blocks: readonly BenchBlock[]): Promise<LiveBlocks> {
  const loaded = new LoadedBlocks();
  for (const page of pagesOf(blocks)) {
    loaded.put(page);
    await setImmediate();
  }
  await live.replace(loaded);
  return live;
}

/** As the database answers them. */
function* pagesOf(blocks: readonly BenchBlock[]): Generator<BlockRow[]> {
  for (let at = 0; at < blocks.length; at += PAGE) {
    yield blocks.slice(at, at + PAGE).map((block, i) => rowOf(block, at + i));
  }
}

function rowOf({ address, prefixLength, effect, expiresAtMs }: BenchBlock, number: number): BlockRow {
  const range = rangeOf({ family: address.family, words: address.words }, prefixLength);
  const id = `01920000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
  return {
    // Flat texts of their own, as a driver makes them.
    id: flat(id),
    rangeFirst: flat(range.first),
    rangeLast: flat(range.last),
    effect,
    reason: flat('A list of botnets'),
    message: null,
    staffId: flat('boss'),
    createdAt: Date.now(),
    expiresAt: expiresAtMs,
    endsAt: expiresAtMs,
    liftedAt: null,
    liftedBy: null,
    liftReason: null,
    hits: 0,
    lastHitOn: null,
    importId: flat('0192aaaa-0000-7000-8000-000000000000'),
    userId: null,
  };
}

const flat = (text: string) => Buffer.from(text).toString('latin1');
const show = (value: number) => value.toFixed(1);
const mb = (bytes: number) => show(bytes / MB);

/** What a value holds in memory. */
async function bytesOf(make: () => unknown): Promise<number> {
  const before = await usedBytes();
  const made = await make();
  const after = await usedBytes();
  if (made === undefined) throw new Error('Nothing was made.');
  return after - before;
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
