import { parseArgs } from 'node:util';
import { machine } from '../support/machine.js';
import { measureBuilds } from './builds.js';
import { compareChecks } from './checks.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);

console.log(machine());
console.log(`Slices of 0.25 s, ${rounds} rounds; medians\n`);
for (const family of [4, 6] as const) await measureBuilds(family, rounds);
console.log('');
for (const family of [4, 6] as const) compareChecks(family, rounds);
