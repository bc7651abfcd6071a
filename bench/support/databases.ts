import { randomBytes } from 'node:crypto';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** Servers with their default durability; a database of the run's own is made on each and dropped afterwards. */
const SERVERS = {
  PostgreSQL: process.env['BENCH_POSTGRES_URL'] ?? 'postgres://root@127.0.0.1:5432/postgres',
  MariaDB: process.env['BENCH_MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306/mysql',
} as const;

export type BenchDatabase = keyof typeof SERVERS;
export const BENCH_DATABASES = Object.keys(SERVERS) as BenchDatabase[];

export interface MadeDatabase {
  readonly options: DataSourceOptions;
  drop(): Promise<void>;
}

export async function makeDatabase(server: BenchDatabase): Promise<MadeDatabase> {
  const name = `audit_trail_bench_${randomBytes(4).toString('hex')}`;
  const type = server === 'PostgreSQL' ? 'postgres' : 'mariadb';
  const admin = await new DataSource({ type, url: SERVERS[server] }).initialize();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(SERVERS[server]);
  url.pathname = `/${name}`;
  return {
    options: { type, url: url.href },
    drop: async () => {
      await admin.query(`DROP DATABASE ${name}`);
      await admin.destroy();
    },
  };
}
