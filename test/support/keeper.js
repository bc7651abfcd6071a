/**
 * Keeps what a test run has outside of its own processes, for as long as its standard input is open: the embedded
 * PostgreSQL, a temporary folder, and the databases on other servers.
 *
 * A process of its own, and plain JavaScript, so that however the run ends (a failure, Ctrl-C, `kill -9`) the pipe
 * closes and all of it goes. Prints one line of JSON: `{ "postgresUrl", "folder" }` or `{ "error" }`.
 */
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { dropOnMariadb, dropOnPostgres } from './left-over-databases.js';

const { TEST_RUN: run = '', TEST_POSTGRES_URL: givenPostgresUrl, TEST_MARIADB_URL: mariadbUrl } = process.env;

const inputEnded = new Promise((resolve) => {
  process.stdin.resume().once('end', resolve).once('close', resolve);
});
const folder = await mkdtemp(join(tmpdir(), 'nest-audit-trail-test-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
// mkdtemp makes it private, and the server may run as another user.
await chmod(folder, 0o755);

const say = (/** @type {object} */ line) => process.stdout.write(`${JSON.stringify(line)}\n`);
try {
  const postgres = givenPostgresUrl ? null : await startEmbeddedPostgres(folder);
  say({ postgresUrl: postgres?.url ?? givenPostgresUrl, folder });
  await inputEnded;
  await postgres?.stop();
  if (givenPostgresUrl) await dropOnPostgres(givenPostgresUrl, run);
  if (mariadbUrl) await dropOnMariadb(mariadbUrl, run);
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
process.exit();
