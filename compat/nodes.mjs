import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run-command.mjs';

/** The binaries of Node.js are in the registry, one package for each platform. */
const PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const OURS = process.versions.node.split('.')[0];

/** The version that runs this, and others of it as they are in the registry: major version to program. */
export async function nodes(folder, majors) {
  const others = majors.filter((major) => major !== OURS);
  const programs = new Map([[OURS, process.execPath]]);
  if (others.length === 0) return programs;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'nodes', private: true }));
  const aliases = others.map((major) => `node${major}@npm:${PACKAGE}@${major}`);
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...aliases], { cwd: folder });
  for (const major of others) {
    programs.set(
      major,
      join(folder, `node_modules/node${major}`, process.platform === 'win32' ? 'node.exe' : 'bin/node'),
    );
  }
  return programs;
}
