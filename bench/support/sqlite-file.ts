import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeDatabase } from './databases.js';

/** A SQLite file of the benchmark's own, with the settings that the README asks for. */
export async function makeSqliteFile(): Promise<MadeDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-bench-'));
  return {
    options: {
      type: 'better-sqlite3',
      database: join(folder, 'bench.sqlite'),
      enableWAL: true,
      prepareDatabase: (database: { pragma(text: string): void }) => database.pragma('synchronous = NORMAL'),
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
