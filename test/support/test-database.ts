export type DatabaseKind = 'postgres' | 'mariadb' | 'better-sqlite3';

/** How a PostgreSQL or a MariaDB database sorts and compares text by default. */
export type Collation =
  | 'C'
  | 'en_US.UTF-8'
  | 'utf8mb4_unicode_ci'
  | 'utf8mb4_general_ci'
  | 'utf8mb4_bin'
  | 'latin1_swedish_ci';

export interface ServerOptions<Type extends 'postgres' | 'mariadb'> {
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
