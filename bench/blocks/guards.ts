import { Child } from '../support/child.js';
import { BENCH_DATABASES, makeDatabase } from '../support/databases.js';
import { interleave, median, ratioWithInterval } from '../support/ratios.js';

const CLIENTS = 64;
/** Short slices, many of them: what the machine does beside it then falls on all alike. */
const SLICE_MS = 200;
const SLICES_A_ROUND = 20;
const VARIANTS = ['guarded', 'address', 'nothing'] as const;
type Variant = (typeof VARIANTS)[number];

interface Memory {
  readonly heap: number;
  readonly resident: number;
}

interface Imported {
  readonly port: number;
  readonly cpuUs: number;
  readonly added: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly ms: number;
  readonly pauseMs: number;
  readonly before: Memory;
  readonly peak: Memory;
  /** MB that the import holds of its list. */
  readonly held: number;
  readonly after: Memory;
}

interface Slice {
  readonly answers: number;
  readonly failures: number;
  readonly ms: number;
}

/** Imports 100,000 lines on each database, and compares requests a second behind our guard, one that reads addresses and one that does nothing. */
export async function compareGuards(rounds: number): Promise<void> {
  for (const database of BENCH_DATABASES) {
    const made = await makeDatabase(database);
    const server = Child.start(new URL('./server.js', import.meta.url), [JSON.stringify(made.options)]);
    const load = Child.start(new URL('../support/load.js', import.meta.url));
    try {
      const imported = await server.ask<Imported>({});
      reportImport(database, imported);
      const none = (): Record<Variant, number[]> => ({ guarded: [], address: [], nothing: [] });
      let answersOfSecond = none();
      const slice = async (variant: Variant): Promise<number> => {
        const order = { port: imported.port, path: `/thread/${variant}`, clients: CLIENTS, ms: SLICE_MS };
        const before = await server.ask<Imported>({});
        const { answers, failures, ms } = await load.ask<Slice>({ ...order, fromMany: true });
        const { cpuUs } = await server.ask<Imported>({});
        if (failures > 0) throw new Error(`${failures} requests failed on ${variant}`);
        answersOfSecond[variant].push((answers / (cpuUs - before.cpuUs)) * 1e6);
        return (answers / ms) * 1000;
      };
      // The guard is the same whatever the database.
      if (database !== BENCH_DATABASES[0]) continue;
      for (const variant of VARIANTS) await slice(variant);
      answersOfSecond = none();
      const slices = rounds * SLICES_A_ROUND;
      const answers = await interleave(VARIANTS, slices, slice);
      console.log(`requests on Fastify with ${CLIENTS} clients, ${slices} slices of ${SLICE_MS} ms each`);
      reportRates('a second', answers);
      reportRates("for each second of the server's processor time", answersOfSecond);
    } finally {
      await Promise.all([server.stop(), load.stop()]);
      await made.drop();
    }
  }
}

function reportRates(of: string, rates: Readonly<Record<Variant, readonly number[]>>): void {
  const [guarded, address, nothing] = VARIANTS.map((variant) => Math.round(median(rates[variant])));
  console.log(
    `  ${of}: guarded ${guarded}, a guard that reads request.ip alone ${address}, one that does nothing ${nothing}; ` +
      `guarded / nothing ${ratioWithInterval(rates.guarded, rates.nothing)}, ` +
      `request.ip alone / nothing ${ratioWithInterval(rates.address, rates.nothing)}`,
  );
}

function reportImport(
  database: string,
  { added, duplicate, refused, ms, pauseMs, held, ...memory }: Imported,
): void {
  const mb = (of: keyof Memory) =>
    [memory.before, memory.peak, memory.after].map((one) => Math.round(one[of])).join(', ');
  console.log(
    `import of 100,000 lines, ${database}: ${Math.round(ms)} ms, ${added} added, ${duplicate} duplicate, ${refused} refused; ` +
      `longest pause of the event loop ${Math.round(pauseMs)} ms; ` +
      `MB before, at most and after: held ${mb('heap')}, resident ${mb('resident')}; of the list itself ${held.toFixed(1)} MB`,
  );
}
