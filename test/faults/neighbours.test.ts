import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { withoutTrail } from '../support/forum/trail-lock.js';
import { type Forum, startForum } from '../support/forum/world.js';

const MEMBERS = Array.from({ length: 40 }, (_, i) => ({
  user: `member-${i}-secret`,
  ip: `203.0.113.${i + 1}`,
}));

describeEachDatabase('entries that are written together', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum(database());
  });
  afterAll(() => forum.close());

  it('are not failed by a neighbour that no database would take', async () => {
    const attempts = await Promise.allSettled([
      ...MEMBERS.map((who, i) => forum.trail.recordFor(who, entityReference('Action', i))),
      forum.trail.recordFor(MEMBERS[0]!, entityReference('Action', 'a NUL \0 in it')),
      forum.trail.recordFor(MEMBERS[0]!, entityReference('Action', 'half a \ud83d pair')),
      forum.trail.recordFor(MEMBERS[0]!, entityReference('Action', 'x'.repeat(192))),
      forum.trail.recordFor(MEMBERS[0]!, entityReference('Action', 1), { action: '\0' }),
    ]);
    const statuses = attempts.map(({ status }) => status);
    expect(statuses).toEqual([...MEMBERS.map(() => 'fulfilled'), ...Array(4).fill('rejected')]);
    expect(await forum.entries()).toHaveLength(MEMBERS.length);
  });

  it('fail with errors that hold nothing of each other, nor of themselves', async () => {
    await withoutTrail(forum, async () => {
      const attempts = await Promise.allSettled(
        MEMBERS.map((who, i) => forum.trail.recordFor(who, entityReference('Action', i))),
      );
      for (const attempt of attempts) {
        expect(attempt.status).toBe('rejected');
        const { reason } = attempt as PromiseRejectedResult;
        const shown = inspect(reason, { depth: 9, showHidden: true }) + JSON.stringify(reason);
        expect(shown).not.toMatch(/secret|203\.0\.113|cb0071|INSERT/i);
        expect(reason).not.toHaveProperty('cause');
      }
    });
    expect(forum.logs.text).not.toMatch(/secret|203\.0\.113|cb0071/);
  });
});
