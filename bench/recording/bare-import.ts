import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';

const BATCH = 1000;
const COLUMNS = 'id, created_at, user_id, ip_key, action, entity_type, entity_id, outcome, snapshot';
const POSTGRES_TYPES = ['uuid', 'bigint', 'text', 'text', 'text', 'text', 'text', 'text', 'text'];
const MARIADB_TYPES = [
  'char(37)',
  'bigint',
  ...[255, 33, 100, 100, 191, 6].map((length) => `varchar(${length + 1}) CHARACTER SET utf8mb4`),
  'longtext CHARACTER SET utf8mb4',
];

interface PgClient {
  query(config: { name: string; text: string; values: unknown[] }): Promise<unknown>;
}
interface MysqlConnection {
  execute(sql: string, parameters: unknown[], callback: (error: unknown) => void): void;
}

/** The package's own statement over the driver and nothing else: its parameters are made before the clock starts. */
export async function bareImport(dataSource: DataSource, entries: number) {
  const runner = dataSource.createQueryRunner();
  const raw: unknown = await runner.connect();
  const driver =
    dataSource.options.type === 'postgres' ? postgres(raw as PgClient) : mariadb(raw as MysqlConnection);
  const rows = Array.from({ length: entries }, (_, i) => rowOf(i));
  return {
    /** Answers what is to be timed. */
    prepare(): () => Promise<void> {
      freshIds(rows);
      const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, i) =>
        driver.parametersOf(rows.slice(i * BATCH, (i + 1) * BATCH)),
      );
      return async () => {
        for (const parameters of batches) await driver.send(parameters);
      };
    },
    end: () => runner.release(),
  };
}

function postgres(client: PgClient) {
  const arrays = POSTGRES_TYPES.map((type, i) => `$${i + 1}::${type}[]`);
  const text = `INSERT INTO audit_trail_entry (${COLUMNS}) SELECT * FROM unnest(${arrays.join(', ')}) ON CONFLICT (id) DO NOTHING`;
  return {
    parametersOf: (rows: unknown[][]) =>
      POSTGRES_TYPES.map((_, i) => `{${rows.map((row) => (row[i] ?? 'NULL') as string | number).join(',')}}`),
    send: (values: unknown[]) => client.query({ name: 'bare_import', text, values }),
  };
}

function mariadb(connection: MysqlConnection) {
  const fields = MARIADB_TYPES.map((type, i) => `f${i} ${type} PATH '$[${i}]' ERROR ON ERROR`);
  const sql = `INSERT INTO audit_trail_entry (${COLUMNS}) SELECT * FROM JSON_TABLE(?, '$[*]' COLUMNS (${fields.join(', ')})) AS entry ON DUPLICATE KEY UPDATE audit_trail_entry.id = audit_trail_entry.id`;
  return {
    parametersOf: (rows: unknown[][]) => [JSON.stringify(rows)],
    send: (parameters: unknown[]) =>
      new Promise<void>((resolve, reject) => {
        connection.execute(sql, parameters, (error) => {
          if (error instanceof Error) reject(error);
          else resolve();
        });
      }),
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
