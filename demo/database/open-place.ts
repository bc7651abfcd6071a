import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { CannotStart, codeOf } from '../start/cannot-start.js';

/**
 * A folder that every user may enter and only root may write to, the same at each start of this checkout: for what
 * PostgreSQL's user has to reach, where it cannot enter the checkout.
 */
export async function openPlace(): Promise<string> {
  const name = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12);
  const place = `/var/tmp/nest-audit-trail-demo-${name}`;
  try {
    await mkdir(place, { recursive: true, mode: 0o755 });
    const { uid } = await lstat(place);
    // Its name can be guessed: somebody else's would hand root programs of their choice.
    if (uid !== 0) throw new CannotStart(`${place} is not root's own: remove it and start again.`);
    await chmod(place, 0o755);
    return place;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new CannotStart(
      `The demo cannot use ${place} (${code}): move the project to a folder that every user may enter.`,
      { cause: error },
    );
  }
}
