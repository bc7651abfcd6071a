import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const STATIC_IMPORT = /^(?:import|export)\s+(?!type\b)(?:[\w\s*{},]+?\sfrom\s+)?['"]([^'"]+)['"]/gm;

/** Code that is printed is not run. */
const TEMPLATE = /`[^`]*`/g;

/** The packages that are loaded when this file is, by what it imports at once. */
function packagesOf(file: URL, seen = new Set<string>()): string[] {
  if (seen.has(file.href)) return [];
  seen.add(file.href);
  const code = readFileSync(file, 'utf8').replaceAll(TEMPLATE, '');
  const targets = [...code.matchAll(STATIC_IMPORT)].map(([, target = '']) => target);
  return targets.flatMap((target) =>
    target.startsWith('.') ? packagesOf(new URL(target.replace(/\.js$/, '.ts'), file), seen) : [target],
  );
}

it('answers --help and wrong words before anything heavy is loaded', () => {
  const main = new URL('../../src/cli/main.ts', import.meta.url);
  expect(new Set(packagesOf(main).filter((name) => !name.startsWith('node:')))).toEqual(
    new Set(['commander']),
  );
  const services = new URL('../../src/cli/site-services.ts', import.meta.url);
  expect(packagesOf(services)).toContain('typeorm');
});
