import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { Client } from 'pg';

export type DatabaseKind = 'postgres' | 'mariadb' | 'better-sqlite3';

/** How a PostgreSQL or a MariaDB database sorts and compares text by default. */
export type Collation =
  | 'C'
  | 'en_US.UTF-8'
  | 'utf8mb4_unicode_ci'
  | 'utf8mb4_general_ci'
  | 'utf8mb4_bin'
  | 'latin1_swedish_ci';

interface ServerOptions<Type extends 'postgres' | 'mariadb'> {
  readonly type: Type;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly database: string;
}

interface SqliteOptions {
  readonly type: 'better-sqlite3';
  readonly database: string;
  readonly enableWAL?: boolean;
  readonly prepareDatabase?: (database: { pragma(source: string): unknown }) => void;
}

export type ConnectionOptions = ServerOptions<'postgres'> | ServerOptions<'mariadb'> | SqliteOptions;

/** A fresh database of its own: empty when it is handed over, gone after `drop`. */
export interface TestDatabase {
  readonly kind: DatabaseKind;
  /** What TypeORM needs to connect; entities, migrations and the rest are the test's. */
  readonly options: ConnectionOptions;
  /** Ends connections that a failed test left open. */
  readonly drop: () => Promise<void>;
}

export interface DatabaseSettings {
  /** PostgreSQL: default `C`. MariaDB: default `utf8mb4_unicode_ci`. */
  readonly collation?: Collation;
  /** SQLite in memory instead of in a file. */
  readonly memory?: boolean;
}

export const DATABASE_NAMES = {
  postgres: 'PostgreSQL',
  mariadb: 'MariaDB',
  'better-sqlite3': 'SQLite',
} as const satisfies Record<DatabaseKind, string>;

export const DATABASE_KINDS = [
  'postgres',
  'mariadb',
  'better-sqlite3',
] as const satisfies readonly DatabaseKind[];

const CREATE: Readonly<Record<DatabaseKind, (settings: DatabaseSettings) => Promise<TestDatabase>>> = {
  postgres: createOnPostgres,
  mariadb: createOnMariadb,
  'better-sqlite3': createOnSqlite,
};

export function createDatabase(kind: DatabaseKind, settings: DatabaseSettings = {}): Promise<TestDatabase> {
  return CREATE[kind](settings);
}

/** `describe` where the database is there, `describe.skip` where it is not, so that Jest counts what did not run. */
export function describeOn(kind: DatabaseKind): typeof describe | typeof describe.skip {
  return kind === 'mariadb' && !process.env.TEST_MARIADB_URL ? describe.skip : describe;
}

/**
 * The same tests once on each database. `database()` is a fresh database that the tests of the block share; call it
 * in tests and hooks, not while the block is being declared.
 *
 * @example
 * describeEachDatabase('looking up a range', (database) => {
 *   it('finds an address', async () => {
 *     const dataSource = new DataSource({ ...database().options, entities: AUDIT_TRAIL_ENTITIES });
 */
export function describeEachDatabase(
  title: string,
  tests: (database: () => TestDatabase, kind: DatabaseKind) => void,
  { on = DATABASE_KINDS }: { readonly on?: readonly DatabaseKind[] } = {},
): void {
  for (const kind of on) {
    describeOn(kind)(`${title}, on ${DATABASE_NAMES[kind]}`, () => {
      let database: TestDatabase | undefined;

      beforeAll(async () => {
        database = await createDatabase(kind);
      });

      afterAll(async () => {
        await database?.drop();
      });

      tests(() => {
        if (database === undefined) throw new Error('The database is there in tests and hooks only.');
        return database;
      }, kind);
    });
  }
}

const newName = () => `${process.env.TEST_RUN ?? 'audit_trail_test'}_${randomBytes(4).toString('hex')}`;

function optionsOf<Type extends 'postgres' | 'mariadb'>(
  type: Type,
  url: string,
  database: string,
): ServerOptions<Type> {
  const { hostname, port, username, password } = new URL(url);
  return {
    type,
    host: hostname,
    port: Number(port || (type === 'postgres' ? 5432 : 3306)),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
  };
}

async function createOnPostgres({ collation = 'C' }: DatabaseSettings): Promise<TestDatabase> {
  const url = process.env.TEST_POSTGRES_URL ?? '';
  const name = newName();
  await withPostgres(url, async (client) => {
    await client.query(
      `create database "${name}" template template0 encoding 'UTF8' ${await localeClause(client, collation)}`,
    );
  });
  return {
    kind: 'postgres',
    options: optionsOf('postgres', url, name),
    drop: () =>
      withPostgres(
        url,
        async (client) => void (await client.query(`drop database if exists "${name}" with (force)`)),
      ),
  };
}

/** Small machines have no `en_US` of their own; PostgreSQL's own ICU sorts the same way there. */
async function localeClause(client: Client, collation: Collation): Promise<string> {
  if (collation === 'C') return `locale 'C'`;
  if (collation !== 'en_US.UTF-8') throw new Error(`${collation} is no collation of PostgreSQL`);
  const { rowCount } = await client.query(
    `select from pg_collation where collprovider = 'c' and collname in ('en_US.utf8', 'en_US.UTF-8')`,
  );
  return rowCount ? `locale 'en_US.UTF-8'` : `locale_provider icu icu_locale 'en-US' locale 'C'`;
}

async function withPostgres(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

async function createOnMariadb({
  collation = 'utf8mb4_unicode_ci',
}: DatabaseSettings): Promise<TestDatabase> {
  const url = process.env.TEST_MARIADB_URL ?? '';
  const name = newName();
  await withMariadb(url, async (connection) => {
    await connection.query(
      `create database \`${name}\` character set ${collation.split('_')[0]} collate ${collation}`,
    );
  });
  return {
    kind: 'mariadb',
    options: optionsOf('mariadb', url, name),
    drop: () => withMariadb(url, (connection) => dropOnMariadb(connection, name)),
  };
}

interface ProcessRow extends RowDataPacket {
  readonly id: number;
}

/** A transaction left open holds locks that `drop database` would wait for. */
async function dropOnMariadb(connection: Connection, name: string): Promise<void> {
  const [rows] = await connection.query<ProcessRow[]>(
    'select id from information_schema.processlist where db = ?',
    [name],
  );
  for (const { id } of rows) {
    // The connection may have ended by itself in between.
    await connection.query(`kill ${id}`).catch(() => undefined);
  }
  await connection.query(`drop database if exists \`${name}\``);
}

async function withMariadb(url: string, use: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:') });
  try {
    await use(connection);
  } finally {
    await connection.end();
  }
}

async function createOnSqlite({ memory = false }: DatabaseSettings): Promise<TestDatabase> {
  const kind = 'better-sqlite3';
  if (memory) return { kind, options: { type: kind, database: ':memory:' }, drop: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'nest-audit-trail-sqlite-'));
  return {
    kind,
    options: {
      type: kind,
      database: join(folder, 'test.sqlite'),
      enableWAL: true,
      prepareDatabase: (database) => void database.pragma('synchronous = NORMAL'),
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
