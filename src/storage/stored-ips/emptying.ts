import type { DataSource } from 'typeorm';
import type { StoredIpColumn } from './stored-ip-columns.js';

/**
 * `UPDATE ... SET` that takes the addresses out of a column, and changes nothing else: a column that the database
 * itself touches with every update (`ON UPDATE`, as TypeORM declares dates of the last change on MariaDB) stays as it is.
 */
export function emptyingOf({ driver }: DataSource, { metadata, ip }: StoredIpColumn): string {
  const path = metadata.tablePath
    .split('.')
    .map((name) => driver.escape(name))
    .join('.');
  const kept = metadata.columns
    .filter((column) => column.onUpdate !== undefined && column.onUpdate !== '')
    .map(({ databaseName }) => driver.escape(databaseName))
    .map((column) => `, ${column} = ${column}`);
  return `UPDATE ${path} SET ${driver.escape(ip.databaseName)} = NULL${kept.join('')}`;
}
