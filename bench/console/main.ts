import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { IpBlocksService } from 'nest-audit-trail';
import { DataSource } from 'typeorm';
import { makeDatabase } from '../support/databases.js';
import { loadEntries } from '../support/load-entries.js';
import { machine } from '../support/machine.js';
import { SiteEntries } from '../support/site-entries.js';
import { startConsole } from './console-server.js';
import { type BenchPage, pagesOf } from './pages.js';
import { Visit, type Visited } from './visit.js';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    asks: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
  },
});
const [entries, asks] = [Number(values.entries), Number(values.asks)];
const ASSETS = ['/console.css', '/console.js', '/icon.svg'];
const REASON: [string, string] = ['reason', 'how long it takes'];
const kB = (bytes: number) => (bytes / 1_000).toFixed(1);

const made = await makeDatabase('PostgreSQL');
const { app, url } = await startConsole(made.options);
try {
  const site = new SiteEntries(entries, Date.now());
  await loadEntries(app.get(DataSource), site);
  await block(500);
  const visit = new Visit(url, 'bench');
  const assets = await Promise.all(ASSETS.map((path) => visit.get(path)));
  const assetBytes = assets.reduce((sum, { body }) => sum + body.length, 0);
  console.log(machine());
  console.log(
    `PostgreSQL, ${entries.toLocaleString('en')} entries. Each page ${asks} times one after the other, with random arguments, after each was asked once; of a page that looks something up, the POST and the page. Milliseconds until the last byte. kB: the heaviest page with stylesheet, script and icon (${kB(assetBytes)} kB), and the same compressed.\n`,
  );
  console.log(
    `${'page'.padEnd(32)} ${['p50', 'p95', 'worst', 'kB', 'gzip kB'].map((text) => text.padStart(8)).join(' ')}`,
  );
  for (const page of pagesOf(site.facts(), asks)) {
    if (!page.title.startsWith(values.only)) continue;
    await measure(page, visit, assets);
  }
  visit.leave();
} finally {
  await app.close();
  await made.drop();
}

async function measure({ title, asks: all }: BenchPage, visit: Visit, assets: readonly Visited[]) {
  const times: number[] = [];
  let heaviest: Buffer = Buffer.alloc(0);
  for (const round of ['warm', 'measured']) {
    for (const ask of all) {
      const { ms, body } = await open(ask, visit);
      if (round === 'measured') times.push(ms);
      if (body.length > heaviest.length) heaviest = body;
    }
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);
  const bodies = [heaviest, ...assets.map(({ body }) => body)];
  const weight = (of: (body: Buffer) => number) => kB(bodies.reduce((sum, body) => sum + of(body), 0));
  const figures = [
    at(0.5),
    at(0.95),
    at(1),
    weight(({ length }) => length),
    weight((b) => gzipSync(b).length),
  ];
  console.log(`${title.padEnd(32)} ${figures.map((figure) => figure.padStart(8)).join(' ')}`);
}

/** The page, and the time of all that was asked for it. */
async function open(ask: BenchPage['asks'][number], visit: Visit): Promise<Visited> {
  if (typeof ask === 'string') return checked(await visit.get(ask), 200);
  const sent = checked(await visit.post(ask.to, [...ask.fields, REASON]), 303);
  const page = checked(await visit.get(`/${sent.location ?? ''}`), 200);
  return { ...page, ms: sent.ms + page.ms };
}

function checked(visited: Visited, status: number): Visited {
  if (visited.status === status) return visited;
  throw new Error(`Wanted ${status}, came ${visited.status}: ${visited.body.toString().slice(-600)}`);
}

async function block(count: number): Promise<void> {
  const blocks = app.get(IpBlocksService);
  const lines = Array.from({ length: count }, (_, i) => `198.18.${i >> 8}.${i & 255}`);
  await blocks.import(lines, { staffId: 'bench', reason: 'A list of botnets', force: true });
}
