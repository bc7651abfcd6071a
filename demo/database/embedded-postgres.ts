import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { CannotStart } from '../start/cannot-start.js';

export interface EmbeddedDatabase {
  readonly options: TypeOrmModuleOptions;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What the process that keeps the server says once. */
export type PostgresReport = { readonly port: number } | { readonly failed: string };

export const FORUM_DATABASE = 'forum';

/**
 * Starts the PostgreSQL that came with `npm ci`, with its data in `folder`.
 *
 * A process of its own keeps it, detached from the terminal: Ctrl-C does not reach the database before the forum has
 * written its last entry, and the database ends by itself when this process dies.
 */
export async function startEmbeddedPostgres(folder: string, password: string): Promise<EmbeddedDatabase> {
  const keeper = fork(fileURLToPath(new URL('./postgres-keeper.js', import.meta.url)), [folder], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, DEMO_POSTGRES_PASSWORD: password },
  });
  const ended = once(keeper, 'exit').then(() => undefined);
  const report = await Promise.race([
    once(keeper, 'message').then(([message]) => message as PostgresReport),
    ended.then((): PostgresReport => ({ failed: 'it ended at once.' })),
  ]);
  if ('failed' in report)
    throw new CannotStart(
      `The embedded PostgreSQL did not start in ${folder}: ${report.failed.replace(/\.?$/, '.')} ` +
        'Another folder (DEMO_DIR) or another database (DATABASE_URL) may help.',
    );
  return {
    options: {
      type: 'postgres',
      host: '127.0.0.1',
      port: report.port,
      username: 'postgres',
      password,
      database: FORUM_DATABASE,
    },
    ended,
    async stop() {
      if (keeper.connected) keeper.disconnect();
      await ended;
    },
  };
}
