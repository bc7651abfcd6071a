import { parseArgs } from 'node:util';
import { machine } from '../support/machine.js';
import { measureBuilds } from './builds.js';
import { compareChecks } from './checks.js';
import { compareGuards } from './guards.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    rebuilds: { type: 'string', default: '25' },
    only: { type: 'string', default: 'builds,checks,guards' },
  },
});
const rounds = Number(values.rounds);
const only = values.only.split(',');

console.log(`${machine()}\n`);
if (only.includes('builds')) {
  for (const family of [4, 6] as const) await measureBuilds(family, Number(values.rebuilds));
}
if (only.includes('checks')) {
  console.log(
    `\nSlices of 0.25 s, ${rounds} rounds: the median, and the least in brackets; medians of the rounds' own ratios\n`,
  );
  for (const family of [4, 6] as const) await compareChecks(family, rounds);
}
if (only.includes('guards')) await compareGuards(rounds);
