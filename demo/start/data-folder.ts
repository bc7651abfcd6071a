import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CannotStart, codeOf } from './cannot-start.js';

/** What the demo keeps between two starts. */
export interface DataFolder {
  readonly path: string;
  /** Whether it was named in `DEMO_DIR`. */
  readonly isChosen: boolean;
  readonly attachments: string;
  readonly secret: string;
}

/** Opens the folder, and fills it the first time. */
export async function openDataFolder(chosen: string | undefined): Promise<DataFolder> {
  const folder = resolve(chosen ?? '.demo');
  try {
    const attachments = join(folder, 'attachments');
    for (const path of [folder, attachments]) await mustExist(path);
    await access(attachments, constants.W_OK);
    const secret = await secretIn(join(folder, 'secret'));
    return { path: folder, isChosen: chosen !== undefined, attachments, secret };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new CannotStart(
      `The demo cannot keep its data in ${folder} (${code}): make it writable, or name another folder in DEMO_DIR.`,
      { cause: error },
    );
  }
}

/** Not `recursive`: that never ends where the system says "no such folder" to a new one, as in /proc. */
async function mustExist(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Made at the first start, so that sessions outlive a restart. */
async function secretIn(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}
