import { randomBytes } from 'node:crypto';
import type { ServerOptions } from './test-database.js';

/** Begins with the name of the run, by which an interrupted run's databases are found and dropped. */
export const newDatabaseName = () =>
  `${process.env.TEST_RUN ?? 'audit_trail_test'}_${randomBytes(4).toString('hex')}`;

/** A server's URL as TypeORM wants it, with another database. */
export function optionsOf<Type extends 'postgres' | 'mariadb'>(
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
