import type { QueryRunner } from 'typeorm';
import type { DatabaseKind } from '../databases.js';
import type { Forum } from './world.js';

const LOCKS: Readonly<Record<DatabaseKind, readonly [lock: string, unlock: string]>> = {
  postgres: ['begin; lock table audit_trail_entry in access exclusive mode', 'commit'],
  mariadb: ['lock tables audit_trail_entry write', 'unlock tables'],
  // While the application itself has a transaction open on its one connection, entries wait.
  'better-sqlite3': ['begin', 'commit'],
};

/** Nothing can be written to the trail until the answer is called. */
export async function lockTrail({ dataSource }: Pick<Forum, 'dataSource'>): Promise<() => Promise<void>> {
  const [lock, unlock] = LOCKS[dataSource.options.type as DatabaseKind];
  const runner: QueryRunner = dataSource.createQueryRunner();
  await runner.query(lock);
  return async () => {
    await runner.query(unlock);
    await runner.release();
  };
}

/** Does something while the table of the trail is not there. */
export async function withoutTrail(
  { dataSource }: Pick<Forum, 'dataSource'>,
  work: () => Promise<void>,
): Promise<void> {
  await dataSource.query('alter table audit_trail_entry rename to audit_trail_away');
  try {
    await work();
  } finally {
    await dataSource.query('alter table audit_trail_away rename to audit_trail_entry');
  }
}
