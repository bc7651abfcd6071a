import type { DataSourceOptions } from 'typeorm';
import { inPruneContext } from './prune-context.js';
import { recordUntil } from './record-until.js';

/** A writer in a process of its own: `{ begin: true }` begins, `{}` stops and answers how long each entry took. */
const connection = JSON.parse(process.argv[2] ?? '{}') as DataSourceOptions;
let isOver = false;

await inPruneContext(connection, { prune: false }, async ({ trail }) => {
  let recording: Promise<number[]> = Promise.resolve([]);
  process.on('message', ({ begin }: { begin?: true }) => {
    isOver = begin !== true;
    if (begin) {
      recording = recordUntil(trail, () => isOver);
      process.send?.([]);
    } else {
      void recording.then((times) => process.send?.(times));
    }
  });
  process.send?.('ready');
  await new Promise((resolve) => process.once('disconnect', resolve));
});
