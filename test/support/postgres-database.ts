import { Client } from 'pg';
import { newDatabaseName, optionsOf } from './server-database.js';
import type { Collation, DatabaseSettings, TestDatabase } from './test-database.js';

export async function createOnPostgres({ collation = 'C' }: DatabaseSettings): Promise<TestDatabase> {
  const url = process.env.TEST_POSTGRES_URL ?? '';
  const name = newDatabaseName();
  await withPostgres(url, async (client) => {
    await client.query(
      `create database "${name}" template template0 encoding 'UTF8' ${await localeClause(client, collation)}`,
    );
  });
  return {
    kind: 'postgres',
    options: optionsOf('postgres', url, name),
    drop: () =>
      withPostgres(
        url,
        async (client) => void (await client.query(`drop database if exists "${name}" with (force)`)),
      ),
  };
}

/** Small machines have no `en_US` of their own; PostgreSQL's own ICU sorts the same way there. */
async function localeClause(client: Client, collation: Collation): Promise<string> {
  if (collation === 'C') return `locale 'C'`;
  if (collation !== 'en_US.UTF-8') throw new Error(`${collation} is no collation of PostgreSQL`);
  const { rowCount } = await client.query(
    `select from pg_collation where collprovider = 'c' and collname in ('en_US.utf8', 'en_US.UTF-8')`,
  );
  return rowCount ? `locale 'en_US.UTF-8'` : `locale_provider icu icu_locale 'en-US' locale 'C'`;
}

async function withPostgres(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
