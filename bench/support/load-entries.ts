import { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import { AuditTrailEntry } from 'nest-audit-trail';
import { copyIntoPostgres } from './copy-into-postgres.js';
import type { LoadedEntry } from './site-entries.js';

const LINES_AT_ONCE = 5_000;

/**
 * Writes entries the fastest way that a database has, without its indexes but the primary key, which are made
 * afterwards: some hundred thousand a second.
 */
export async function loadEntries(dataSource: DataSource, entries: Iterable<LoadedEntry>): Promise<void> {
  const table = dataSource.getMetadata(AuditTrailEntry).tableName;
  const { type } = dataSource.options;
  if (type === 'postgres') {
    await withoutIndexes(dataSource, INDEXES.postgres, table, () =>
      onConnection(dataSource, (client) =>
        copyIntoPostgres(client, `COPY ${table} FROM STDIN`, linesOf(entries)),
      ),
    );
    await dataSource.query(`VACUUM ANALYZE ${table}`);
  } else if (type === 'mariadb') {
    await withoutIndexes(dataSource, INDEXES.mariadb, table, () =>
      onConnection(dataSource, (connection) => loadIntoMariadb(connection, table, entries)),
    );
    await dataSource.query(`ANALYZE TABLE ${table}`);
  } else {
    await withoutIndexes(dataSource, INDEXES.sqlite, table, () =>
      onConnection(dataSource, (database) => insertIntoSqlite(database, table, entries)),
    );
  }
}

/** Statements that list the indexes, each as one that makes it (`made`) and one that drops it (`dropped`). */
const INDEXES = {
  postgres: `SELECT indexdef AS made, 'DROP INDEX ' || quote_ident(indexname) AS dropped
    FROM pg_indexes WHERE tablename = 'TABLE' AND indexname NOT LIKE 'PK%'`,
  mariadb: `SELECT CONCAT('CREATE INDEX \`', index_name, '\` ON TABLE (', GROUP_CONCAT(column_name ORDER BY seq_in_index), ')') AS made,
    CONCAT('DROP INDEX \`', index_name, '\` ON TABLE') AS dropped
    FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'TABLE' AND index_name <> 'PRIMARY'
    GROUP BY index_name`,
  sqlite: `SELECT sql AS made, 'DROP INDEX "' || name || '"' AS dropped
    FROM sqlite_master WHERE type = 'index' AND tbl_name = 'TABLE' AND sql IS NOT NULL`,
} as const;

async function withoutIndexes(
  dataSource: DataSource,
  list: string,
  table: string,
  load: () => Promise<void>,
): Promise<void> {
  const indexes = await dataSource.query<{ made: string; dropped: string }[]>(
    list.replaceAll('TABLE', table),
  );
  for (const { dropped } of indexes) await dataSource.query(dropped);
  await load();
  for (const { made } of indexes) await dataSource.query(made);
}

async function onConnection(
  dataSource: DataSource,
  // oxlint-disable-next-line typescript/no-explicit-any -- each driver has a connection of its own
  work: (connection: any) => Promise<void>,
): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await work(await runner.connect());
  } finally {
    await runner.release();
  }
}

/** Text with a tab between columns, as PostgreSQL and MariaDB read it; the last column is the snapshot. */
function* linesOf(entries: Iterable<LoadedEntry>): Iterable<string> {
  let lines: string[] = [];
  for (const entry of entries) {
    lines.push(`${entry.join('\t')}\t\\N\n`);
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

interface MysqlConnection {
  query(options: object, callback: (error: unknown) => void): void;
}

function loadIntoMariadb(
  connection: MysqlConnection,
  table: string,
  entries: Iterable<LoadedEntry>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(
      {
        sql: `LOAD DATA LOCAL INFILE 'entries' INTO TABLE ${table}`,
        infileStreamFactory: () => Readable.from(linesOf(entries), { objectMode: false }),
      },
      (error) => (error === null || error === undefined ? resolve() : reject(error)),
    );
  });
}

interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): { run(...values: readonly unknown[]): void };
}

async function insertIntoSqlite(
  database: SqliteDatabase,
  table: string,
  entries: Iterable<LoadedEntry>,
): Promise<void> {
  const statement = database.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)`);
  database.exec('BEGIN');
  for (const entry of entries) statement.run(...entry);
  database.exec('COMMIT');
}
