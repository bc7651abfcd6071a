// Bundles the libraries of the console's pages into the package, in both formats, with their licences: whoever installs
// it gets no package more, and CommonJS under Jest needs no ESM-only one.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const SOURCE = 'src/console/libraries.ts';

const packages = new Set();
for (const format of ['esm', 'cjs']) {
  const outfile = `dist/${format}/console/libraries.js`;
  const { metafile } = await build({
    entryPoints: [SOURCE],
    outfile,
    format,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  await rm(`${outfile}.map`, { force: true });
  for (const input of Object.keys(metafile.inputs)) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
    if (name !== undefined) packages.add(name);
  }
}

const licences = [];
for (const name of [...packages].toSorted((a, b) => a.localeCompare(b))) {
  const folder = dirname(join('node_modules', name, 'package.json'));
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const text = await readFile(join(folder, 'LICENSE'), 'utf8');
  licences.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
}
await writeFile('dist/LIBRARY-LICENCES.txt', licences.join(`\n${'-'.repeat(80)}\n\n`));
