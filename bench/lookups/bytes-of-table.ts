import { stat } from 'node:fs/promises';
import type { DataSource } from 'typeorm';

/** Bytes on disk of the entries with all their indexes; of a SQLite file all of it. */
export async function bytesOfEntries(dataSource: DataSource): Promise<number> {
  const { options } = dataSource;
  if (options.type === 'better-sqlite3') {
    await dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)');
    return (await stat(options.database)).size;
  }
  const sql =
    options.type === 'postgres'
      ? "SELECT pg_total_relation_size('audit_trail_entry') AS bytes"
      : `SELECT SUM(file_size) AS bytes FROM information_schema.innodb_sys_tablespaces
          WHERE name = CONCAT(DATABASE(), '/audit_trail_entry')`;
  const [row] = await dataSource.query<{ bytes: string | number }[]>(sql);
  return Number(row?.bytes);
}
