import { DataSource, type DataSourceOptions } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS } from './src/index.js';

/**
 * The data source for TypeORM's own command, for trying the migrations by hand:
 *
 *   npm run typeorm -- migration:run
 *
 * `DATABASE_URL` is a PostgreSQL (`postgres://`) or MariaDB (`mariadb://`) server; without it, a SQLite file.
 */
const { DATABASE_URL: url } = process.env;

function connection(): Pick<DataSourceOptions, 'type'> {
  if (url === undefined)
    return { type: 'better-sqlite3', database: 'audit-trail.sqlite' } as DataSourceOptions;
  const type = url.startsWith('postgres') ? 'postgres' : 'mariadb';
  return { type, url } as DataSourceOptions;
}

export default new DataSource({
  ...connection(),
  entities: AUDIT_TRAIL_ENTITIES,
  migrations: AUDIT_TRAIL_MIGRATIONS,
} as DataSourceOptions);
