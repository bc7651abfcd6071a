import { parseArgs } from 'node:util';
import { BENCH_DATABASES } from '../support/databases.js';
import { machine } from '../support/machine.js';
import { compareRequests } from './requests.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);

console.log(
  `${machine()}; 64 clients, slices of 1 s, ${rounds} rounds, medians of the rounds' ratios with their range\n`,
);
for (const database of BENCH_DATABASES) {
  for (const adapter of ['fastify', 'express'] as const) await compareRequests(database, adapter, rounds);
}
