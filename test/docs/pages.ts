import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const folders = ['.', 'docs', 'demo', 'bench'];

/** The pages for people, by their path from the root. */
export const PAGES: ReadonlyMap<string, string> = new Map(
  folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => {
        const path = join(folder, file);
        return [path, readFileSync(join(root, path), 'utf8')];
      }),
  ),
);
