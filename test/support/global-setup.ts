import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '@jest/types';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

const DEFAULT_MARIADB_URL = 'mariadb://root@127.0.0.1:3306';
const START_MARIADB = 'docker run --rm -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 mariadb:10.11';
const CONNECT_TIMEOUT_MS = 3_000;
const OLDEST_MARIADB = [10, 11, 5] as const;

interface VersionRow extends RowDataPacket {
  readonly version: string;
}

/** What `global-teardown.ts` ends. */
export interface RunningServers {
  readonly postgres: ChildProcess | null;
  readonly mariadbUrl: string | null;
}

declare global {
  var auditTrailTestServers: RunningServers | undefined;
}

/**
 * Makes the databases of the run ready and hands them to the test files in the environment: `TEST_POSTGRES_URL`,
 * `TEST_MARIADB_URL` (empty where there is none) and `TEST_RUN`, with which the names of all databases begin.
 */
export default async function globalSetup(
  _: Config.GlobalConfig,
  project: Config.ProjectConfig,
): Promise<void> {
  process.env.TEST_RUN = `audit_trail_${process.pid}_${randomBytes(3).toString('hex')}`;
  const mariadbUrl = await findMariadb();
  process.env.TEST_MARIADB_URL = mariadbUrl ?? '';
  const postgres = process.env.TEST_POSTGRES_URL ? null : await startPostgres(project.rootDir);
  globalThis.auditTrailTestServers = { postgres, mariadbUrl };
}

async function startPostgres(rootDir: string): Promise<ChildProcess> {
  // Detached, so that Ctrl-C reaches it only as the end of its input, when no test needs it any more.
  const keeper = spawn(process.execPath, [join(rootDir, 'test/support/postgres-keeper.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface({ input: keeper.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(keeper, 'exit').then(() => ['{}']),
  ])) as string[];
  lines.close();
  const { url, error }: { url?: string; error?: string } = JSON.parse(line ?? '{}');
  if (url === undefined) {
    throw new Error(
      `The embedded PostgreSQL did not start (set TEST_POSTGRES_URL to use a server of your own): ${error ?? 'no reason given'}`,
    );
  }
  process.env.TEST_POSTGRES_URL = url;
  keeper.unref();
  return keeper;
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
