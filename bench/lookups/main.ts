import { parseArgs } from 'node:util';
import { BENCH_DATABASES, type MadeDatabase, makeDatabase } from '../support/databases.js';
import { loadEntries } from '../support/load-entries.js';
import { machine } from '../support/machine.js';
import { SiteEntries } from '../support/site-entries.js';
import { makeSqliteFile } from '../support/sqlite-file.js';
import { bytesOfEntries } from './bytes-of-table.js';
import { lookupContext } from './lookup-context.js';
import { type Latency, latencyOf } from './measure.js';
import { questionsOf } from './questions.js';
import { besideSelfJoin } from './self-join.js';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000,10000000' },
    'sqlite-entries': { type: 'string', default: '1000000' },
    only: { type: 'string', default: [...BENCH_DATABASES, 'SQLite'].join(',') },
    asks: { type: 'string', default: '200' },
  },
});
const numbers = (text: string) => text.split(',').map(Number);
const asks = Number(values.asks);
/** The join by hand takes seconds for some. */
const SELF_JOINED = 20;

console.log(machine());
console.log(
  `Each question ${asks} times, with random arguments and the costliest, after each was asked once. A lookup is two commits (the log, the number of results) and what it reads. Milliseconds.\n`,
);
for (const name of values.only.split(',')) {
  const server = BENCH_DATABASES.find((one) => one === name);
  const sizes = numbers(server === undefined ? values['sqlite-entries'] : values.entries);
  const before = new Map<string, Latency>();
  for (const entries of sizes) {
    await measureOn(
      name,
      await (server === undefined ? makeSqliteFile() : makeDatabase(server)),
      entries,
      before,
    );
  }
}

async function measureOn(
  name: string,
  made: MadeDatabase,
  entries: number,
  before: Map<string, Latency>,
): Promise<void> {
  const { app, dataSource, investigations } = await lookupContext(made.options);
  try {
    const began = performance.now();
    const site = new SiteEntries(entries, Date.now());
    await loadEntries(dataSource, site);
    const seconds = Math.round((performance.now() - began) / 1000);
    const bytes = Math.round((await bytesOfEntries(dataSource)) / entries);
    console.log(
      `${name}, ${entries.toLocaleString('en')} entries: loaded in ${seconds} s, ${bytes} bytes on disk for each with all indexes`,
    );
    console.log(
      `  ${'question'.padEnd(28)} ${['p50', 'p95', 'worst', 'target', 'p95 against before'].map((text) => text.padStart(8)).join(' ')}`,
    );
    for (const question of questionsOf(site.facts(), asks)) {
      const latency = await latencyOf(question, investigations);
      const was = before.get(question.title);
      before.set(question.title, latency);
      const figures = [latency.p50, latency.p95, latency.worst].map((ms) => ms.toFixed(1).padStart(8));
      const against = was === undefined ? '' : (latency.p95 / was.p95).toFixed(2);
      console.log(
        `  ${question.title.padEnd(28)} ${figures.join(' ')} ${question.target.padStart(8)} ${against.padStart(8)}`,
      );
    }
    const { busiestUser, sample } = site.facts();
    const joined = [busiestUser, ...sample.slice(0, SELF_JOINED).map(([, , userId]) => userId)];
    const { selfJoin, ours } = await besideSelfJoin(dataSource, investigations, joined);
    const times = (figure: keyof Latency) => (selfJoin[figure] / ours[figure]).toFixed(1);
    console.log(
      `  a self-join by hand for ${joined.length} users, the busiest first: p50 ${selfJoin.p50.toFixed(1)}, worst ${selfJoin.worst.toFixed(1)} ms; of linkedAccounts ${times('p50')} and ${times('worst')} times as long`,
    );
    const { rss } = process.memoryUsage();
    console.log(`  resident memory afterwards ${Math.round(rss / 2 ** 20)} MiB\n`);
  } finally {
    await app.close();
    await made.drop();
  }
}
