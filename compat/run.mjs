/**
 * Installs the packed tarball into small applications, and lets each record, prune, look up, block and open the
 * console: `npm run compat`, all of them; `npm run compat -- --cross-section`, four; `--only TEXT`, those whose title
 * holds it. Fails where one of them does, where npm warns of a peer, where there is a second copy of Nest or TypeORM,
 * where the types do not compile without `skipLibCheck`, and where the package weighs more than it may.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../test/support/embedded-postgres.js';
import { allCases, crossSection } from './cases.mjs';
import { DEPENDENCY_SETS } from './dependency-sets.mjs';
import { compile, install } from './installed.mjs';
import { nodes } from './nodes.mjs';
import { run } from './run-command.mjs';

const MOST_BYTES = 1_500_000;
const MOST_CONSOLE_BYTES = 2_000_000;
const MOST_PACKAGES = 5;

const { values } = parseArgs({
  options: { 'cross-section': { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'build/compat');
const ours = process.versions.node.split('.')[0];
const majors = ['20', '22', '24'];
const cases = (values['cross-section'] ? crossSection(ours) : allCases(majors)).filter(({ title }) =>
  title.includes(values.only),
);
const faults = [];
const fault = (where, what) => {
  faults.push(`${where}: ${what}`);
  console.log(`  FAILED ${where}: ${what}`);
};

mkdirSync(folder, { recursive: true });
const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
// An array of packages in some versions of npm, an object of them in others.
const [packed] = Object.values(JSON.parse(stdout));
const tarball = join(folder, packed.filename);
const programs = await nodes(join(folder, 'nodes'), [...new Set(cases.map(({ node }) => node))]);

const data = mkdtempSync(join(tmpdir(), 'nest-audit-trail-compat-'));
// The server may run as another user.
chmodSync(data, 0o755);
const postgres = await startEmbeddedPostgres(data);
const client = new Client(postgres.url);
await client.connect();
let databases = 0;

try {
  for (const [set, dependencies] of Object.entries(DEPENDENCY_SETS)) {
    const ofSet = cases.filter((one) => one.set === set);
    if (ofSet.length === 0) continue;
    console.log(set);
    const application = join(folder, set);
    const installed = await install(application, dependencies, tarball);
    for (const what of installed.faults) fault(set, what);
    console.log(
      `  adds ${Math.round(installed.addedBytes / 1000)} kB in ${installed.added.length} packages: ${installed.added.join(', ')}; the console ${Math.round(installed.consoleBytes / 1000)} kB`,
    );
    if (installed.addedBytes > MOST_BYTES) fault(set, `the package adds more than ${MOST_BYTES / 1000} kB`);
    if (installed.consoleBytes > MOST_CONSOLE_BYTES)
      fault(set, `the console adds more than ${MOST_CONSOLE_BYTES / 1000} kB`);
    if (installed.added.length > MOST_PACKAGES)
      fault(set, `the package adds more than ${MOST_PACKAGES} packages`);
    for (const format of new Set(ofSet.map((one) => one.format))) {
      for (const line of await compile(application, format, { root })) fault(`${set}, ${format}`, line);
    }
    for (const one of ofSet) await runCase(one, join(application, one.format));
  }
} finally {
  await client.end();
  await postgres.stop();
  rmSync(data, { recursive: true, force: true });
}

console.log(`${cases.length} applications, ${faults.length} faults`);
if (faults.length > 0) process.exitCode = 1;
process.exit();

async function runCase({ title, server, format, runner, node }, cwd) {
  const database = `compat_${++databases}`;
  await client.query(`create database ${database}`);
  const url = postgres.url.replace(/\/postgres$/, `/${database}`);
  const quiet = '--disable-warning=ExperimentalWarning';
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const args =
    runner === 'node'
      ? [quiet, 'main.js', server, url]
      : [
          quiet,
          ...(format === 'esm' ? ['--experimental-vm-modules'] : []),
          jest,
          '--config',
          'jest.config.json',
          '--silent=false',
        ];
  const {
    failed,
    stdout: said,
    stderr,
  } = await run(programs.get(node), args, {
    cwd,
    mayFail: true,
    timeout: 120_000,
    env: { ...process.env, COMPAT_SERVER: server, COMPAT_DATABASE: url },
  });
  // What an application says on its own is a warning.
  if (failed) fault(title, `${said}\n${stderr}`);
  else if (runner === 'node' && `${said}${stderr}` !== 'ok\n') fault(title, `it said ${said}${stderr}`);
  else console.log(`  ok ${title}`);
}
