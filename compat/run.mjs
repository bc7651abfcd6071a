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
/** While one waits for the registry, another compiles. */
const SETS_AT_ONCE = 2;

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
let faults = 0;

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
  const waiting = Object.keys(DEPENDENCY_SETS).filter((set) => cases.some((one) => one.set === set));
  const tryNext = async () => {
    for (let set = waiting.shift(); set !== undefined; set = waiting.shift()) {
      console.log((await trySet(set)).join('\n'));
    }
  };
  await Promise.all(Array.from({ length: SETS_AT_ONCE }, tryNext));
} finally {
  await client.end();
  await postgres.stop();
  rmSync(data, { recursive: true, force: true });
}

console.log(`${cases.length} applications, ${faults} faults`);
if (faults > 0) process.exitCode = 1;
process.exit();

/** Installs one set of dependencies and runs its applications. Answers what is to be said of them. */
async function trySet(set) {
  const said = [set];
  const fault = (where, what) => {
    faults++;
    said.push(`  FAILED ${where}: ${what}`);
  };
  const ofSet = cases.filter((one) => one.set === set);
  const application = join(folder, set);
  const installed = await install(application, DEPENDENCY_SETS[set], tarball);
  for (const what of installed.faults) fault(set, what);
  said.push(
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
  for (const one of ofSet) {
    const what = await faultOf(one, join(application, one.format));
    if (what === null) said.push(`  ok ${one.title}`);
    else fault(one.title, what);
  }
  return said;
}

/** Runs an application on a database of its own. Answers what it said beside `ok`, or `null`. */
async function faultOf({ server, format, runner, node }, cwd) {
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
  if (failed) return `${said}\n${stderr}`;
  // What an application says on its own is a warning.
  return runner === 'node' && `${said}${stderr}` !== 'ok\n' ? `it said ${said}${stderr}` : null;
}
