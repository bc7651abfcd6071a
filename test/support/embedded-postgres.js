import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { importEmbeddedPostgres } from '../../demo/database/postgres-user.mjs';

const PASSWORD = 'postgres';
const ATTEMPTS = 3;
const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=300',
  'fsync=off',
  'full_page_writes=off',
  // Far from UTC, so that a point in time stored without its zone shows.
  'timezone=Pacific/Auckland',
];

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts a PostgreSQL with its data in a folder that everybody may enter; rejects with its last words. */
export async function startEmbeddedPostgres(/** @type {string} */ folder) {
  const { default: EmbeddedPostgres } = await importEmbeddedPostgres(() => folder);
  for (let attempt = 1; ; attempt++) {
    /** @type {string[]} */
    const log = [];
    const keepLog = (/** @type {unknown} */ message) => void log.push(String(message));
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, `postgres-${attempt}`),
      port,
      user: 'postgres',
      password: PASSWORD,
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
      postgresFlags: SERVER_SETTINGS.flatMap((setting) => ['-c', setting]),
      onLog: keepLog,
      onError: keepLog,
    });
    try {
      await server.initialise();
      await server.start();
      return {
        url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
        /** Ends every connection, as a fast shutdown does, and starts again on the same data and port. */
        async restart() {
          const lock = join(folder, `postgres-${attempt}`, 'postmaster.pid');
          process.kill(Number.parseInt(await readFile(lock, 'utf8'), 10), 'SIGINT');
          while (existsSync(lock)) await sleep(20);
          await server.start();
        },
        stop: () => server.stop(),
      };
    } catch (error) {
      // Another process may have taken the port in between.
      if (attempt === ATTEMPTS) {
        const reason = error instanceof Error ? error.message : 'it stopped at once';
        throw new Error([reason, ...log.slice(-5)].join('\n'), { cause: error });
      }
    }
  }
}
