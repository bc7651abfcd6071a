import { parseArgs } from 'node:util';
import { BENCH_DATABASES } from '../support/databases.js';
import { machine } from '../support/machine.js';
import { compareAlone } from './alone.js';
import { compareImport } from './import.js';
import { compareRequests } from './requests.js';
import { compareWriters } from './writer.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: 'requests,writer,alone,import' },
  },
});
const rounds = Number(values.rounds);
const only = values.only.split(',');

console.log(machine());
console.log(`64 clients, slices of 1 s, ${rounds} rounds; medians of the rounds' ratios, and their range\n`);
for (const database of BENCH_DATABASES) {
  if (only.includes('requests')) {
    for (const adapter of ['fastify', 'express'] as const) await compareRequests(database, adapter, rounds);
  }
  if (only.includes('writer')) await compareWriters(database, rounds);
  if (only.includes('alone')) await compareAlone(database, rounds);
  if (only.includes('import')) await compareImport(database, rounds);
}
