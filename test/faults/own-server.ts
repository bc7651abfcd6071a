import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import type { ConnectionOptions } from '../support/databases.js';
import { until } from '../support/forum/until.js';

/** A database server that belongs to one test, which may restart it and change its settings. */
export interface OwnServer {
  readonly options: ConnectionOptions;
  /** Runs SQL as an administrator. */
  run(sql: string): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnServer> {
  const keeper = fork(new URL('./own-postgres.js', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(keeper, 'message')) as [{ url: string }];
  const { port, username, password } = new URL(url);
  const options = {
    type: 'postgres',
    host: '127.0.0.1',
    port: Number(port),
    username,
    password,
    database: 'postgres',
  } as const;
  return {
    options,
    async run(sql) {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
    async restart() {
      keeper.send('restart');
      await once(keeper, 'message');
    },
    async stop() {
      const exit = once(keeper, 'exit');
      keeper.disconnect();
      await exit;
    },
  };
}

const MARIADBD = ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/opt/homebrew/bin/mariadbd'].find(
  (path) => existsSync(path),
);

/** MariaDB's server has no package in the registry: where it is not installed, its tests are skipped, but never in CI. */
export const hasOwnMariadb = MARIADBD !== undefined || process.env.REQUIRE_MARIADB === '1';

export async function startOwnMariadb(): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'nest-audit-trail-own-'));
  const user = userInfo().username;
  const data = join(folder, 'data');
  await promisify(execFile)('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    `--user=${user}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]);
  const port = await freePort();
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(
      MARIADBD ?? 'mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--user=${user}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${join(folder, 'socket')}`,
        `--pid-file=${join(folder, 'pid')}`,
      ],
      { stdio: 'ignore' },
    );
    await until('MariaDB answers', () =>
      run('select 1').then(
        () => true,
        () => false,
      ),
    );
    return server;
  };
  const run = async (sql: string): Promise<void> => {
    const connection = await createConnection({
      host: '127.0.0.1',
      port,
      user: 'root',
      multipleStatements: true,
    });
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  };
  let server = await start();
  const end = async (): Promise<void> => {
    const exit = once(server, 'exit');
    server.kill('SIGTERM');
    await exit;
  };
  // An administrator may write although the server is read-only; an application is none.
  await run(
    "create database forum; create user forum@'127.0.0.1' identified by 'forum'; grant all on forum.* to forum@'127.0.0.1'",
  );
  return {
    options: {
      type: 'mariadb',
      host: '127.0.0.1',
      port,
      username: 'forum',
      password: 'forum',
      database: 'forum',
    },
    run,
    async restart() {
      await end();
      server = await start();
    },
    async stop() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
