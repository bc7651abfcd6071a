import type { PruneReport } from 'nest-audit-trail';
import { median } from '../support/ratios.js';
import { loadSite, type RetentionDatabase } from './loaded-site.js';
import { percentile } from './percentile.js';
import { forgetAnnouncements, inPruneContext, type PruneContext } from './prune-context.js';
import { ReadyChild } from './ready-child.js';
import { recordUntil } from './record-until.js';

const PARTS = 4;
const MIB = 2 ** 20;

/** Begins a writer of single entries; the answer stops it and gives how long each took. */
type BeginWriter = (context: PruneContext) => Promise<() => Promise<number[]>>;

/**
 * How long single entries take while pruning runs with its default pauses, against the same without; how long the pruning
 * takes beside such a writer; and the memory of the process that prunes.
 */
export async function compareWriterBeside(
  database: RetentionDatabase,
  entries: number,
  old: number,
  seconds: number,
  prune: { batchSize?: number },
): Promise<void> {
  const site = await loadSite(database, entries, old, PARTS);
  const child = database === 'SQLite' ? null : await startChild(site.options);
  try {
    const begin = child === null ? beginHere : () => beginIn(child);
    const [quiet, beside, memory]: [number[], number[], number[]] = [[], [], []];
    let [deleted, pruneMs] = [0, 0];
    for (const days of site.steps) {
      await inPruneContext(site.options, { ipStoreDays: days, prune }, async (context) => {
        const stopQuiet = await begin(context);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        quiet.push(percentile(await stopQuiet(), 0.99));
        const stop = await begin(context);
        const began = performance.now();
        const report = await context.retention.prune({
          onProgress: () => void memory.push(process.memoryUsage().rss / MIB),
        });
        pruneMs += performance.now() - began;
        beside.push(percentile(await stop(), 0.99));
        deleted += deletedEntries(report);
        await forgetAnnouncements(context.dataSource);
      });
    }
    const ratios = beside.map((value, i) => value / (quiet[i] ?? Number.NaN));
    console.log(
      `  a writer's p99: ${median(quiet).toFixed(1)} ms alone, ${median(beside).toFixed(1)} ms while pruning; ratios ${ratios.map((ratio) => ratio.toFixed(1)).join(', ')}`,
    );
    console.log(
      `  with the default pauses, beside that writer: ${deleted.toLocaleString('en')} rows in ${(pruneMs / 1000).toFixed(1)} s, so a million in ${((pruneMs / deleted) * 1000).toFixed(0)} s`,
    );
    const half = Math.floor(memory.length / 2);
    const peak = (part: readonly number[]) => Math.round(part.reduce((most, mib) => Math.max(most, mib), 0));
    console.log(
      `  resident memory while pruning: at most ${peak(memory.slice(0, half))} MiB in the first half, ${peak(memory.slice(half))} in the second\n`,
    );
  } finally {
    await child?.stop();
    await site.drop();
  }
}

/** SQLite has one writer at a time, and an application is mostly one process: the one that prunes. */
const beginHere: BeginWriter = async ({ trail }) => {
  let isOver = false;
  const recording = recordUntil(trail, () => isOver);
  return () => {
    isOver = true;
    return recording;
  };
};

function startChild(options: object): Promise<ReadyChild> {
  return ReadyChild.start(new URL('./writer-child.js', import.meta.url), [JSON.stringify(options)]);
}

async function beginIn(child: ReadyChild): Promise<() => Promise<number[]>> {
  await child.ask({ begin: true });
  return () => child.ask<number[]>({});
}

export function deletedEntries({ deleted, errors, skipped }: PruneReport): number {
  if (errors.length > 0 || skipped !== undefined)
    throw new Error(`The run failed: ${JSON.stringify({ errors, skipped })}`);
  return deleted['entries'] ?? 0;
}
