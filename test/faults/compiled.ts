import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFile } from '@swc/core';
import { instrumented } from '../support/instrumented.js';
import { SWC_OPTIONS } from '../support/swc-options.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What a process of its own is made of. */
const COMPILED = ['src', 'test/faults/processes', 'test/support/forum'];

/** Compiles the sources as Jest does, so that a test can start them as a process of their own. */
export class Compiled {
  private constructor(private readonly folder: string) {}

  /** In the project's folder, where Node finds the dependencies; once for each worker of a run, which removes it. */
  static async make(): Promise<Compiled> {
    const folder = join(root, 'build', 'processes', process.env['TEST_RUN'] ?? '', `${process.pid}`);
    // Written last.
    const complete = join(folder, 'package.json');
    if (!existsSync(complete)) {
      await Promise.all(COMPILED.map((sources) => compileAll(sources, folder)));
      await writeFile(complete, JSON.stringify({ type: 'module' }));
    }
    return new Compiled(folder);
  }

  /** The compiled file of `test/faults/processes`. */
  process(name: string): URL {
    return this.file(`test/faults/processes/${name}.js`);
  }

  /** A compiled file by its path from the project's root. */
  file(path: string): URL {
    return pathToFileURL(join(this.folder, path));
  }
}

async function compileAll(sources: string, folder: string): Promise<void> {
  const isCounted = process.env['TEST_COVERAGE'] === '1' && sources === 'src';
  const files = await readdir(join(root, sources), { recursive: true, encoding: 'utf8' });
  await Promise.all(
    files
      .filter((file) => file.endsWith('.ts'))
      .map(async (file) => {
        const source = join(root, sources, file);
        const { code, map = '' } = await transformFile(source, {
          ...SWC_OPTIONS,
          swcrc: false,
          sourceMaps: isCounted,
        });
        const compiled = join(folder, sources, file.replace(/\.ts$/, '.js'));
        await mkdir(dirname(compiled), { recursive: true });
        await writeFile(compiled, isCounted ? instrumented(code, source, map) : code);
      }),
  );
}
