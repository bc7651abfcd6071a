import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { resolveOptions } from '../../src/options/resolve-options.js';
import { BatchPace } from '../../src/settings/batch-pace.js';

const SLOWED = { rows: 500, aimMs: 20 };

let now = 0;
beforeEach(() => void jest.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => void jest.restoreAllMocks());

const afterBatches = async (pace: BatchPace, ...tookMs: readonly number[]): Promise<number[]> => {
  const rows: number[] = [];
  for (const ms of tookMs) {
    await pace.timed(async () => void (now += ms));
    rows.push(pace.rows);
  }
  return rows;
};

it('makes batches smaller until one takes as long as it should, by half at the most', async () => {
  const pace = new BatchPace(resolveOptions({}), SLOWED);
  expect(pace.rows).toBe(500);
  expect(await afterBatches(pace, 20, 25, 100, 25, 20)).toEqual([500, 400, 200, 160, 160]);
});

it('makes them larger again, to twice the size and to the size of the database at the most', async () => {
  const pace = new BatchPace(resolveOptions({}), SLOWED);
  await afterBatches(pace, 1000, 1000);
  expect(await afterBatches(pace, 16, 1, 1, 0)).toEqual([156, 312, 500, 500]);
});

it('never makes them so small that a transaction costs more than what it changes', async () => {
  const pace = new BatchPace(resolveOptions({}), SLOWED);
  expect(await afterBatches(pace, 9000, 9000, 9000, 9000, 9000)).toEqual([250, 125, 63, 50, 50]);
});

it('keeps a size that the host named, and that of a database that names no time', async () => {
  const named = new BatchPace(resolveOptions({ prune: { batchSize: 300, pauseMs: 7 } }), SLOWED);
  expect([named.pauseMs, ...(await afterBatches(named, 9000, 1))]).toEqual([7, 300, 300]);
  const untimed = new BatchPace(resolveOptions({ prune: false }), { rows: 5000 });
  expect([untimed.pauseMs, ...(await afterBatches(untimed, 9000, 1))]).toEqual([20, 5000, 5000]);
});

it('says nothing of a batch that failed', async () => {
  const pace = new BatchPace(resolveOptions({}), SLOWED);
  const failing = pace.timed(async () => {
    now += 9000;
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(pace.rows).toBe(500);
});
