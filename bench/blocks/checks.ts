import { median } from '../support/ratios.js';
import { type Matcher, MATCHERS, type MatcherName } from './matchers.js';
import { randomAddresses, randomBlocks, randomWords } from './random-blocks.js';

const ADDRESSES = 20_000;
const SLICE_MS = 250;
const RULES = [1_000, 10_000, 100_000] as const;

/** Nanoseconds of processor time for one check, for each package and number of rules. */
export function compareChecks(family: 4 | 6, rounds: number): void {
  const results = new Map<MatcherName, Map<number, number>>();
  const names = Object.keys(MATCHERS) as MatcherName[];
  for (const count of RULES) {
    const random = randomWords(count + family);
    const blocks = randomBlocks(family, count, random);
    const addresses = randomAddresses(family, ADDRESSES, blocks, random);
    const matchers = names.map((name) => ({ name, match: MATCHERS[name](blocks), times: [] as number[] }));
    agree(matchers, addresses);
    for (const { match } of matchers) slice(match, addresses);
    for (let round = 0; round < rounds; round++) {
      for (const { match, times } of matchers) times.push(slice(match, addresses));
    }
    for (const { name, times } of matchers) {
      results.set(name, (results.get(name) ?? new Map<number, number>()).set(count, median(times)));
    }
  }
  print(family, results);
}

/** Nanoseconds of processor time for one check, so that other processes of the machine count for little. */
function slice(match: Matcher, addresses: readonly string[]): number {
  const before = process.cpuUsage();
  const began = performance.now();
  let checks = 0;
  let elapsed = 0;
  // A check of a linear search takes milliseconds, one of ours less than the clock can tell.
  for (let step = 1; elapsed < SLICE_MS; step = elapsed < 1 ? Math.min(step * 2, 10_000) : step) {
    for (let i = 0; i < step; i++) match(addresses[checks++ % addresses.length] ?? '');
    elapsed = performance.now() - began;
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / checks) * 1_000;
}

/** What is compared has to give the same answers. */
function agree(matchers: readonly { name: string; match: Matcher }[], addresses: readonly string[]): void {
  const [first, ...others] = matchers;
  for (const ip of addresses.slice(0, 20)) {
    for (const { name, match } of others) {
      if (match(ip) !== first?.match(ip)) throw new Error(`${name} does not agree`);
    }
  }
}

function print(family: 4 | 6, results: ReadonlyMap<MatcherName, ReadonlyMap<number, number>>): void {
  const rules = RULES.map((count) => count.toLocaleString('en'));
  console.log(
    `| ns for one check, IPv${family} | ${rules.join(' | ')} | growth | net.BlockList / ours at 100,000 |`,
  );
  console.log(`|---|${'--:|'.repeat(RULES.length + 2)}`);
  const [least, , most] = RULES;
  const ours = results.get('ours')?.get(most) ?? Number.NaN;
  for (const [name, times] of results) {
    const cells = RULES.map((count) => Math.round(times.get(count) ?? Number.NaN).toLocaleString('en'));
    const growth = (times.get(most) ?? Number.NaN) / (times.get(least) ?? Number.NaN);
    const against =
      name === 'net.BlockList' ? Math.round((times.get(most) ?? 0) / ours).toLocaleString('en') : '';
    console.log(`| ${name} | ${cells.join(' | ')} | ${growth.toFixed(2)} | ${against} |`);
  }
  console.log('');
}
