import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';

const BATCH = 1000;
const TYPES = ['uuid', 'bigint', 'text', 'text', 'text', 'text', 'text', 'text', 'text'];

/** The package's own statement over the driver, with parameters that were made beforehand; ids are changed each run. */
export async function bareImport(dataSource: DataSource, entries: number) {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  const isPostgres = dataSource.options.type === 'postgres';
  const columns = 'id, created_at, user_id, ip_key, action, entity_type, entity_id, outcome, snapshot';
  const sql = isPostgres
    ? `INSERT INTO audit_trail_entry (${columns}) SELECT * FROM unnest(${TYPES.map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) ON CONFLICT (id) DO NOTHING`
    : `INSERT INTO audit_trail_entry (${columns}) VALUES ? ON DUPLICATE KEY UPDATE id = id`;
  const rows = Array.from({ length: entries }, (_, i) => rowOf(i));
  return {
    async run(): Promise<void> {
      freshIds(rows);
      for (let at = 0; at < rows.length; at += BATCH) {
        const batch = rows.slice(at, at + BATCH);
        await runner.query(sql, isPostgres ? TYPES.map((_, i) => batch.map((row) => row[i])) : [batch]);
      }
    },
    end: () => runner.release(),
  };
}

function rowOf(i: number): unknown[] {
  const address = `4cb00${(i % 100).toString(16).padStart(2, '0')}${(i % 250).toString(16).padStart(2, '0')}`;
  return ['', Date.now(), String(i % 5000), address, 'thread.start', 'Thread', '5', 'done', null];
}

function freshIds(rows: unknown[][]): void {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = randomBytes(4).toString('hex');
  rows.forEach((row, i) => {
    const count = i.toString(16).padStart(8, '0');
    row[0] = `${time.slice(0, 8)}-${time.slice(8)}-7${count.slice(0, 3)}-8${count.slice(3, 6)}-${count.slice(6)}00${random}`;
  });
}
