import { interleave, median, ratio } from '../support/ratios.js';
import { type Matcher, MATCHERS, type MatcherName } from './matchers.js';
import { randomAddresses, randomBlocks, randomWords } from './random-blocks.js';

const ADDRESSES = 20_000;
const SLICE_MS = 250;
const RULES = [1_000, 10_000, 100_000] as const;
const NAMES = Object.keys(MATCHERS) as MatcherName[];

/** One package with so many rules. */
interface Compared {
  readonly name: MatcherName;
  readonly count: number;
  readonly match: Matcher;
  readonly addresses: readonly string[];
}

/**
 * Nanoseconds for one check, for each package and number of rules. All of them take turns in each round, in an order
 * that is reversed each round, so that growth and ratios are those of one moment.
 */
export async function compareChecks(family: 4 | 6, rounds: number): Promise<void> {
  const compared = new Map(
    RULES.flatMap((count) => matchersOf(family, count)).map((one) => [keyOf(one), one]),
  );
  for (const one of compared.values()) slice(one);
  const times = await interleave([...compared.keys()], rounds, async (key) => {
    const one = compared.get(key);
    return one === undefined ? Number.NaN : slice(one);
  });
  print(family, (name, count) => times[keyOf({ name, count })] ?? []);
}

const keyOf = ({ name, count }: Pick<Compared, 'name' | 'count'>) => `${name}, ${count}`;

function matchersOf(family: 4 | 6, count: number): Compared[] {
  const random = randomWords(count + family);
  const blocks = randomBlocks(family, count, random);
  const addresses = randomAddresses(family, ADDRESSES, blocks, random);
  const matchers = NAMES.map((name) => ({ name, count, match: MATCHERS[name](blocks), addresses }));
  agree(matchers, addresses);
  return matchers;
}

/** Nanoseconds of processor time for one check, so that other processes of the machine count for little. */
function slice({ match, addresses }: Compared): number {
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

function print(family: 4 | 6, timesOf: (name: MatcherName, count: number) => readonly number[]): void {
  const [least, , most] = RULES;
  const rules = RULES.map((count) => count.toLocaleString('en'));
  console.log(
    `| ns for one check, IPv${family} | ${rules.join(' | ')} | growth | of ours at ${rules.at(-1)} |`,
  );
  console.log(`|---|${'--:|'.repeat(RULES.length + 2)}`);
  for (const name of NAMES) {
    const cells = RULES.map((count) => {
      const times = timesOf(name, count);
      return `${whole(median(times))} (${whole(Math.min(...times))})`;
    });
    const growth = ratio(timesOf(name, most), timesOf(name, least));
    const against = ratio(timesOf(name, most), timesOf('ours', most));
    console.log(`| ${name} | ${cells.join(' | ')} | ${growth} | ${against} |`);
  }
  console.log('');
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
