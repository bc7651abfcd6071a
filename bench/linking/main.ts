import { parseArgs } from 'node:util';
import { BENCH_DATABASES, makeDatabase } from '../support/databases.js';
import { machine } from '../support/machine.js';
import { makeSqliteFile } from '../support/sqlite-file.js';
import { askedSite } from './asked-site.js';
import { SharedNetworks } from './by-shared-networks.js';
import { communityOf, REGIMES } from './community.js';
import { evaluate, type Quality } from './evaluate.js';
import { mean, pairedDifference } from './paired-difference.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-12' },
    regimes: { type: 'string', default: Object.keys(REGIMES).join(';') },
    users: { type: 'string', default: '3000' },
    database: { type: 'string', default: 'SQLite' },
    // Of those who have no second account one in so many is asked about, and counts for so many.
    'innocents-asked': { type: 'string', default: '1' },
  },
});
const [firstSeed = 1, lastSeed = firstSeed] = values.seeds.split('-').map(Number);
const users = Number(values.users);
const innocentsAsked = Number(values['innocents-asked']);
const server = BENCH_DATABASES.find((one) => one === values.database);

interface Methods {
  readonly plain: Quality;
  readonly inverse: Quality;
  readonly ours: Quality;
}

console.log(
  `${machine()}; ${values.database}, ${users} users, seeds ${values.seeds}; of those who have no second account one in ${innocentsAsked} was asked about\n`,
);
for (const regime of values.regimes.split(';')) {
  const communities: Methods[] = [];
  for (let seed = firstSeed; seed <= lastSeed; seed++) {
    communities.push(await measure(regime, seed));
  }
  print(regime, communities);
}

async function measure(regime: string, seed: number): Promise<Methods> {
  const community = communityOf(regime, seed, users);
  const { acted, groups, events } = community;
  const byNetworks = new SharedNetworks(events);
  const site = await askedSite(
    await (server === undefined ? makeSqliteFile() : makeDatabase(server)),
    community,
  );
  try {
    // Nothing that the others say is called strong, so that the innocent do not matter to them.
    const people = { acted, innocentsAsked: Infinity };
    return {
      plain: await evaluate(
        groups,
        byNetworks.by(() => 1),
        people,
      ),
      inverse: await evaluate(
        groups,
        byNetworks.by((n) => 1 / (n - 1)),
        people,
      ),
      ours: await evaluate(groups, site.linkedAccounts, { acted, innocentsAsked }),
    };
  } finally {
    await site.close();
  }
}

function print(regime: string, communities: readonly Methods[]): void {
  const of = (method: keyof Methods, figure: 'map' | 'recallAt10') =>
    communities.map((community) => community[method][figure]);
  const show = (value: number) => value.toFixed(3);
  const answers = communities.map(({ ours }) => ours);
  console.log(`${regime}: mean average precision, and the share found in the first ten places`);
  for (const [method, title] of [
    ['plain', 'shared networks counted'],
    ['inverse', 'weighed by 1 / (users - 1)'],
    ['ours', 'linkedAccounts'],
  ] as const) {
    console.log(
      `  ${title.padEnd(28)} ${show(mean(of(method, 'map')))}  ${show(mean(of(method, 'recallAt10')))}`,
    );
  }
  const { mean: better, half } = pairedDifference(of('ours', 'map'), of('inverse', 'map'));
  console.log(
    `  better than 1 / (users - 1) by ${show(better)}, 95 % interval ${show(better - half)} to ${show(better + half)}`,
  );
  const truePairs = answers.reduce((sum, quality) => sum + quality.truePairs, 0);
  for (const strength of ['strong', 'moderate', 'weak']) {
    const pairs = answers.map(({ called }) => called.get(strength) ?? { one: 0, all: 0 });
    const one = pairs.reduce((sum, pair) => sum + pair.one, 0);
    const all = pairs.reduce((sum, pair) => sum + pair.all, 0);
    const share = all === 0 ? 'none' : show(one / all);
    console.log(
      `  ${strength.padEnd(8)} ${String(all).padStart(7)} pairs, one person in ${share}; of all true pairs ${show(one / truePairs)}`,
    );
  }
  console.log('');
}
