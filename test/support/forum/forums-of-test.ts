import { afterEach } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../databases.js';
import { type Forum, type ForumSettings, startForum } from './world.js';

interface ForumsOfTest {
  /** Starts a forum on a database. */
  on(database: TestDatabase, settings?: ForumSettings): Promise<Forum>;
  /** Starts a forum on a SQLite of its own, in memory. */
  inMemory(settings?: ForumSettings): Promise<Forum>;
}

/** Starts forums that are closed when the test is over, whether it passed or not. */
export function forumsOfTest(): ForumsOfTest {
  const running: Forum[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((forum) => forum.close()));
  });

  const on: ForumsOfTest['on'] = async (database, settings) => {
    const forum = await startForum(database, settings);
    running.push(forum);
    return forum;
  };
  return {
    on,
    inMemory: async (settings) => on(await createDatabase('better-sqlite3', { memory: true }), settings),
  };
}
