import { parseArgs } from 'node:util';
import { Child } from '../support/child.js';
import { BENCH_DATABASES, type BenchDatabase } from '../support/databases.js';
import { machine } from '../support/machine.js';
import { interleave, median, ratio } from '../support/ratios.js';
import { AuditedServer } from './audited-server.js';

type System = 'nest-audit-trail' | 'typeorm-audit-log' | 'typeorm-auditing';

/** The table of typeorm-audit-log has columns that only PostgreSQL has. */
const SYSTEMS: Record<BenchDatabase, readonly System[]> = {
  PostgreSQL: ['nest-audit-trail', 'typeorm-audit-log', 'typeorm-auditing'],
  MariaDB: ['nest-audit-trail', 'typeorm-auditing'],
};

const CLIENTS = 64;
const SLICE_MS = 1000;
const CLOSED_AFTER = 500;
const ROLLED_BACK = 100;
/** Entries that do not come for so long will not come any more. */
const DRAINED_MS = 1000;

interface Slice {
  readonly answers: number;
  readonly failures: number;
  readonly ms: number;
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);
const load = Child.start(new URL('../support/load.js', import.meta.url));

console.log(machine());
console.log(
  `A route that saves a row, on Fastify, ${CLIENTS} clients, slices of 1 s until the last entry is written, ${rounds} rounds\n`,
);
for (const database of BENCH_DATABASES) await comparePeers(database);
await load.stop();

async function comparePeers(database: BenchDatabase): Promise<void> {
  const systems = SYSTEMS[database];
  const servers = {} as Record<System, AuditedServer>;
  for (const system of systems) servers[system] = await AuditedServer.start(database, system);
  const answers: Record<System, number> = {
    'nest-audit-trail': 0,
    'typeorm-audit-log': 0,
    'typeorm-auditing': 0,
  };
  const entries = { ...answers };
  const bare: Record<System, number[]> = {
    'nest-audit-trail': [],
    'typeorm-audit-log': [],
    'typeorm-auditing': [],
  };
  const slice = async (system: System): Promise<number> => {
    const server = servers[system];
    const without = await run(server.port, '/row/bare');
    bare[system].push((without.answers / without.ms) * 1000);
    const before = await server.entries();
    const { answers: answered, ms } = await run(server.port, server.path);
    const drained = await drain(server, before + answered);
    answers[system] += answered;
    entries[system] += drained.entries - before;
    return (answered / (ms + drained.ms)) * 1000;
  };
  for (const system of systems) await slice(system);
  for (const system of systems) bare[system].length = 0;
  const rates = await interleave(systems, rounds, slice);
  console.log(database);
  for (const system of systems) {
    const server = servers[system];
    const written = await server.entries();
    const afterRollback = (await drain(server, Infinity, { rollBack: ROLLED_BACK })).entries - written;
    const afterClose = (await server.entries({ closeAfter: CLOSED_AFTER })) - written - afterRollback;
    console.log(
      `  ${system}: ${Math.round(median(rates[system]))} requests/s, ours / theirs ${ratio(rates['nest-audit-trail'], rates[system])}, audited / bare ${ratio(rates[system], bare[system])}`,
    );
    console.log(
      `    entries present ${entries[system]} of ${answers[system]}, after close ${afterClose} of ${CLOSED_AFTER}, after rollback ${afterRollback} of ${ROLLED_BACK} that never happened`,
    );
    await server.stop();
  }
  console.log();
}

async function run(port: number, path: string): Promise<Slice> {
  const result = await load.ask<Slice>({ port, path, clients: CLIENTS, ms: SLICE_MS });
  if (result.failures > 0) throw new Error(`${result.failures} requests failed on ${path}`);
  return result;
}

/** Waits for the last entry, and answers how long it took to come. */
async function drain(
  server: AuditedServer,
  wanted: number,
  order: { rollBack?: number } = {},
): Promise<{ entries: number; ms: number }> {
  const began = performance.now();
  let entries = await server.entries(order);
  let cameAt = began;
  while (entries < wanted && performance.now() - cameAt < DRAINED_MS) {
    const now = await server.entries();
    if (now > entries) cameAt = performance.now();
    entries = now;
  }
  return { entries, ms: cameAt - began };
}
