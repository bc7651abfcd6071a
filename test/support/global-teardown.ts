import { once } from 'node:events';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

interface SchemaRow extends RowDataPacket {
  readonly name: string;
}

/** Ends what `global-setup.ts` started; Jest calls it when tests have failed too. */
export default async function globalTeardown(): Promise<void> {
  const servers = globalThis.auditTrailTestServers;
  if (servers?.mariadbUrl) await dropLeftovers(servers.mariadbUrl);
  const keeper = servers?.postgres;
  if (keeper && keeper.exitCode === null) {
    const exited = once(keeper, 'exit');
    keeper.ref();
    keeper.stdin?.end();
    await exited;
  }
}

/** A test file that crashed or timed out leaves its databases; those of other runs are not ours to drop. */
async function dropLeftovers(url: string): Promise<void> {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:') });
  const [rows] = await connection.query<SchemaRow[]>(
    'select schema_name as name from information_schema.schemata',
  );
  for (const { name } of rows) {
    if (process.env.TEST_RUN && name.startsWith(process.env.TEST_RUN))
      await connection.query(`drop database \`${name}\``);
  }
  await connection.end();
}
