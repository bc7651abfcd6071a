import { afterAll, beforeAll, describe } from '@jest/globals';
import { createOnMariadb } from './mariadb-database.js';
import { createOnPostgres } from './postgres-database.js';
import { createOnSqlite } from './sqlite-database.js';
import type { DatabaseKind, DatabaseSettings, TestDatabase } from './test-database.js';

export type {
  Collation,
  ConnectionOptions,
  DatabaseKind,
  DatabaseSettings,
  TestDatabase,
} from './test-database.js';

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
 *   });
 * });
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
