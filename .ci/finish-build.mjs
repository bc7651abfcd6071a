/**
 * Makes what the compiler wrote to `dist` fit to be installed, since every application carries it: declarations that
 * no entry point leads to are dropped, white space and comments in the code go, and names within functions become short.
 * Names of classes, functions and members stay as they are, for Nest, TypeORM and stack traces; comments ship in the
 * declarations, where editors show them.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { minifySync } from '@swc/core';

const { exports: entryPoints } = JSON.parse(readFileSync('package.json', 'utf8'));
const types = Object.values(entryPoints)
  .filter((entryPoint) => typeof entryPoint === 'object')
  .map((entryPoint) => normalize(entryPoint.import.types).replace(/^dist\/esm\//, ''));

for (const format of ['esm', 'cjs']) {
  const folder = join('dist', format);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const reached = new Set(types);
  for (const file of reached) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, target] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)) {
      reached.add(normalize(join(dirname(file), `${target}.d.ts`)));
    }
  }
  for (const file of files.filter((one) => one.endsWith('.d.ts') && !reached.has(one))) {
    rmSync(join(folder, file));
  }
  for (const file of files.filter((one) => one.endsWith('.js'))) {
    const path = join(folder, file);
    const { code } = minifySync(readFileSync(path, 'utf8'), {
      compress: false,
      mangle: { toplevel: false, keep_classnames: true, keep_fnames: true },
      module: format === 'esm',
      format: { comments: false },
    });
    writeFileSync(path, `${code}\n`);
  }
}
writeFileSync('dist/cjs/package.json', '{"type":"commonjs"}');
