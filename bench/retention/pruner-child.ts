import type { DataSourceOptions } from 'typeorm';
import { inPruneContext } from './prune-context.js';

/** Prunes in a process of its own when it is told to, and answers its report. */
const [, , json = '{}', days = '90'] = process.argv;
const connection = JSON.parse(json) as DataSourceOptions;

await inPruneContext(connection, { prune: {}, ipStoreDays: Number(days) }, async ({ retention }) => {
  process.on('message', () => {
    void retention.prune().then((report) => process.send?.(report));
  });
  process.send?.('ready');
  await new Promise((resolve) => process.once('disconnect', resolve));
});
