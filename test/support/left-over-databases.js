import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';

/** Drops what an interrupted run left on a PostgreSQL that others use too: only what bears the name of the run. */
export async function dropOnPostgres(/** @type {string} */ url, /** @type {string} */ run) {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select datname as name from pg_database');
  for (const name of leftOver(rows, run))
    await client.query(`drop database if exists "${name}" with (force)`);
  await client.end();
}

/** As `dropOnPostgres`, on MariaDB. */
export async function dropOnMariadb(/** @type {string} */ url, /** @type {string} */ run) {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:') });
  const [rows] = await connection.query('select schema_name as name from information_schema.schemata');
  for (const name of leftOver(rows, run)) await connection.query(`drop database if exists \`${name}\``);
  await connection.end();
}

function leftOver(/** @type {{ name: string }[]} */ rows, /** @type {string} */ run) {
  return run === '' ? [] : rows.map(({ name }) => name).filter((name) => name.startsWith(run));
}
