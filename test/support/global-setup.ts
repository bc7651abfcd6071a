import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

const DEFAULT_MARIADB_URL = 'mariadb://root@127.0.0.1:3306';
const START_MARIADB = 'docker run --rm -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 mariadb:10.11';
const CONNECT_TIMEOUT_MS = 3_000;
const OLDEST_MARIADB = [10, 11, 5] as const;

interface VersionRow extends RowDataPacket {
  readonly version: string;
}

declare global {
  /** What `global-teardown.ts` ends. */
  var auditTrailTestKeeper: ChildProcess | undefined;
}

/**
 * Makes the databases of the run ready and hands them to the test files in the environment: `TEST_POSTGRES_URL`,
 * `TEST_MARIADB_URL` (empty where there is none), `TEST_FOLDER` for files, `TEST_RUN`, with which the names of all
 * databases begin, and `TEST_COVERAGE`, which is `1` where branches are counted.
 */
export default async function globalSetup(
  { collectCoverage }: { readonly collectCoverage: boolean },
  { rootDir }: { readonly rootDir: string },
): Promise<void> {
  process.env.TEST_RUN = `audit_trail_${process.pid}_${randomBytes(3).toString('hex')}`;
  process.env.TEST_COVERAGE = collectCoverage ? '1' : '';
  process.env.TEST_MARIADB_URL = (await findMariadb()) ?? '';
  await startKeeper(join(rootDir, 'test/support/keeper.js'));
}

async function startKeeper(script: string): Promise<void> {
  // Detached, so that Ctrl-C reaches it only as the end of its input, when no test needs it any more.
  const keeper = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  globalThis.auditTrailTestKeeper = keeper;
  const lines = createInterface({ input: keeper.stdout });
  const said = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(keeper, 'exit').then(() => '{}'),
  ]);
  lines.close();
  const { postgresUrl, folder, error }: { postgresUrl?: string; folder?: string; error?: string } =
    JSON.parse(said);
  if (postgresUrl === undefined || folder === undefined) {
    throw new Error(
      `The embedded PostgreSQL did not start (TEST_POSTGRES_URL names one of your own): ${error ?? 'it gave no reason'}`,
    );
  }
  process.env.TEST_POSTGRES_URL = postgresUrl;
  process.env.TEST_FOLDER = folder;
  keeper.unref();
}

/** The URL of a MariaDB that can be used, or `null` after saying aloud that its tests are skipped. */
async function findMariadb(): Promise<string | null> {
  const url = process.env.TEST_MARIADB_URL || DEFAULT_MARIADB_URL;
  const problem = await problemOfMariadb(url);
  if (problem === null) return url;
  const where = new URL(url).host;
  const remedy = `Start one with\n\n    ${START_MARIADB}\n\nor name one in TEST_MARIADB_URL.`;
  if (process.env.REQUIRE_MARIADB === '1') {
    throw new Error(`REQUIRE_MARIADB=1, but the MariaDB at ${where} cannot be used: ${problem}. ${remedy}`);
  }
  process.stderr.write(`\nSKIPPED: all tests on MariaDB. At ${where}: ${problem}. ${remedy}\n\n`);
  return null;
}

async function problemOfMariadb(url: string): Promise<string | null> {
  try {
    const connection = await createConnection({
      uri: url.replace(/^mariadb:/, 'mysql:'),
      connectTimeout: CONNECT_TIMEOUT_MS,
    });
    const [rows] = await connection.query<VersionRow[]>('select version() as version');
    await connection.end();
    const version = rows[0]?.version ?? '';
    return isMariadbThatWeSupport(version)
      ? null
      : `it answers as ${version}, not as MariaDB ${OLDEST_MARIADB.join('.')} or later`;
  } catch (error) {
    return error instanceof Error && error.message !== '' ? error.message : 'no answer';
  }
}

function isMariadbThatWeSupport(version: string): boolean {
  if (!version.includes('MariaDB')) return false;
  const numbers = version.split(/[.-]/).map(Number);
  for (const [i, oldest] of OLDEST_MARIADB.entries()) {
    const number = numbers[i] ?? 0;
    if (number !== oldest) return number > oldest;
  }
  return true;
}
