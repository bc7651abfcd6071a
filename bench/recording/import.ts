import { entityReference, type NewEntry } from 'nest-audit-trail';
import { type BenchDatabase, makeDatabase } from '../support/databases.js';
import { interleave, median, ratio } from '../support/ratios.js';
import { Thread } from './entities.js';
import { bareImport } from './bare-import.js';
import { recordingContext } from './recording-context.js';

const ENTRIES = 50_000;
const MANY = 1_000_000;
const MIB = 2 ** 20;

const thread = entityReference(Thread, 5);

function* entries(count: number): Iterable<NewEntry> {
  for (let i = 0; i < count; i++) {
    yield {
      user: String(i % 5000),
      ip: `203.0.${i % 100}.${i % 250}`,
      entity: thread,
      action: 'thread.start',
    };
  }
}

/** Entries a second of `recordMany`, against the same statement over the driver with rows that were made beforehand. */
export async function compareImport(database: BenchDatabase, rounds: number): Promise<void> {
  const made = await makeDatabase(database);
  const { app, dataSource, trail } = await recordingContext(made.options);
  try {
    const bare = await bareImport(dataSource, ENTRIES);
    const slice = async (variant: 'ours' | 'bare'): Promise<number> => {
      const run = variant === 'ours' ? () => trail.recordMany(entries(ENTRIES)) : bare.prepare();
      const began = performance.now();
      await run();
      return (ENTRIES / (performance.now() - began)) * 1000;
    };
    await slice('ours');
    await slice('bare');
    const rates = await interleave(['ours', 'bare'], rounds, slice);
    await bare.end();
    console.log(
      `${database}, import: recordMany ${Math.round(median(rates.ours))}, the bare driver ${Math.round(median(rates.bare))} entries/s`,
    );
    console.log(`  recordMany / bare driver: ${ratio(rates.ours, rates.bare)}`);
    await printMemory(trail.recordMany(entries(MANY)));
  } finally {
    await app.close();
    await made.drop();
  }
}

/** The resident memory at each tenth of the way would be flat; its peak is printed with where it began. */
async function printMemory(importing: Promise<number>): Promise<void> {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage().rss / MIB), 250);
  const began = process.memoryUsage().rss / MIB;
  const written = await importing;
  clearInterval(timer);
  const half = Math.floor(samples.length / 2);
  const [first, second] = [samples.slice(0, half), samples.slice(half)].map((part) =>
    Math.round(Math.max(...part)),
  );
  console.log(
    `  ${written.toLocaleString('en')} entries through recordMany: resident memory ${Math.round(began)} MiB before, at most ${first} in the first half and ${second} in the second\n`,
  );
}
