import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { newDatabaseName, optionsOf } from './server-database.js';
import type { DatabaseSettings, TestDatabase } from './test-database.js';

export async function createOnMariadb({
  collation = 'utf8mb4_unicode_ci',
}: DatabaseSettings): Promise<TestDatabase> {
  const url = process.env.TEST_MARIADB_URL ?? '';
  const name = newDatabaseName();
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
