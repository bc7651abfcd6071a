import { Child } from '../support/child.js';
import { type BenchDatabase, makeDatabase } from '../support/databases.js';
import { interleave, median, ratio } from '../support/ratios.js';

const CLIENTS = 64;
const SLICE_MS = 1000;

const VARIANTS = ['bare', 'ours', 'save', 'insert'] as const;
type Variant = (typeof VARIANTS)[number];

interface ServerState {
  readonly port: number;
  readonly rows: Readonly<Record<'threads' | 'ours' | 'save' | 'insert', number>>;
}

interface Slice {
  readonly answers: number;
  readonly failures: number;
  readonly ms: number;
}

/** Requests a second of the same route, bare, with ours, and with two interceptors by hand; rows are counted after it. */
export async function compareRequests(
  database: BenchDatabase,
  adapter: 'express' | 'fastify',
  rounds: number,
): Promise<void> {
  const made = await makeDatabase(database);
  const server = Child.start(new URL('./server.js', import.meta.url), [
    adapter,
    JSON.stringify(made.options),
  ]);
  const load = Child.start(new URL('../support/load.js', import.meta.url));
  const answers: Record<Variant, number> = { bare: 0, ours: 0, save: 0, insert: 0 };
  try {
    const { port } = await server.ask<ServerState>({});
    for (const route of ['nothing', 'row']) {
      const slice = async (variant: Variant, ms = SLICE_MS): Promise<number> => {
        const result = await load.ask<Slice>({ port, path: `/${route}/${variant}`, clients: CLIENTS, ms });
        if (result.failures > 0)
          throw new Error(`${result.failures} requests failed on /${route}/${variant}`);
        answers[variant] += result.answers;
        return (result.answers / result.ms) * 1000;
      };
      for (const variant of VARIANTS) await slice(variant);
      print(database, adapter, route, await interleave(VARIANTS, rounds, slice));
    }
    const { rows } = await server.ask<ServerState>({});
    for (const variant of ['ours', 'save', 'insert'] as const) {
      if (rows[variant] !== answers[variant]) {
        throw new Error(`${variant}: ${answers[variant]} answers, but ${rows[variant]} rows`);
      }
    }
    console.log(`rows equal answers: ours ${rows.ours}, save ${rows.save}, insert ${rows.insert}\n`);
  } finally {
    await Promise.all([server.stop(), load.stop()]);
    await made.drop();
  }
}

function print(database: string, adapter: string, route: string, rates: Record<Variant, number[]>): void {
  const perSecond = VARIANTS.map((variant) => `${variant} ${Math.round(median(rates[variant]))}`);
  console.log(
    `${database}, ${adapter}, route that ${route === 'row' ? 'saves a row' : 'does nothing else'}: ${perSecond.join(', ')} requests/s`,
  );
  for (const theirs of ['bare', 'save', 'insert'] as const) {
    console.log(`  ours / ${theirs}: ${ratio(rates.ours, rates[theirs])}`);
  }
}
