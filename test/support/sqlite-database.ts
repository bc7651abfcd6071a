import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSettings, TestDatabase } from './test-database.js';

export async function createOnSqlite({ memory = false }: DatabaseSettings): Promise<TestDatabase> {
  const kind = 'better-sqlite3';
  if (memory) return { kind, options: { type: kind, database: ':memory:' }, drop: () => Promise.resolve() };
  const folder = await mkdtemp(join(process.env.TEST_FOLDER ?? tmpdir(), 'sqlite-'));
  return {
    kind,
    options: {
      type: kind,
      database: join(folder, 'test.sqlite'),
      enableWAL: true,
      prepareDatabase: (database) => void database.pragma('synchronous = NORMAL'),
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
