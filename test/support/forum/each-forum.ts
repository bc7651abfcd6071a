import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { AuditTrailEntry } from '../../../src/index.js';
import { type DatabaseKind, describeEachDatabase } from '../databases.js';
import type { HttpServerKind } from '../http-servers.js';
import { FORUM_ENTITIES } from './entities.js';
import { type Forum, type ForumSettings, startForum } from './world.js';

const SERVERS: readonly (readonly [HttpServerKind, string])[] = [
  ['express', 'Express'],
  ['fastify', 'Fastify'],
];

/**
 * The same tests with each HTTP server on each database. `forum()` is one application that the tests of a block share;
 * its tables and its log are empty when a test
 * begins.
 *
 * @param settings a function where each application needs controllers that no other has touched
 * @param on the databases; only SQLite where the statement is about the server alone
 */
export function describeEachForum(
  title: string,
  settings: ForumSettings | (() => ForumSettings),
  tests: (forum: () => Forum, server: HttpServerKind) => void,
  on?: { readonly on: readonly DatabaseKind[] },
): void {
  describeEachDatabase(
    title,
    (database) => {
      for (const [server, name] of SERVERS) {
        describe(`with ${name}`, () => {
          let running: Forum | undefined;
          const forum = (): Forum => {
            if (running === undefined) throw new Error('The forum is there in tests and hooks only.');
            return running;
          };

          beforeAll(async () => {
            const given = typeof settings === 'function' ? settings() : settings;
            running = await startForum(database(), { ...given, server });
          });
          beforeEach(async () => {
            const { dataSource } = forum();
            await Promise.all(
              [AuditTrailEntry, ...FORUM_ENTITIES].map((entity) =>
                dataSource.createQueryBuilder().delete().from(entity).execute(),
              ),
            );
            forum().logs.clear();
          });
          afterAll(() => running?.close());

          tests(forum, server);
        });
      }
    },
    on,
  );
}

/** As `describeEachForum`, on SQLite only: for what the database has no part in. */
export function describeForumOnEachServer(
  title: string,
  settings: ForumSettings | (() => ForumSettings),
  tests: (forum: () => Forum, server: HttpServerKind) => void,
): void {
  describeEachForum(title, settings, tests, { on: ['better-sqlite3'] });
}
