import { fork } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, it } from '@jest/globals';
import { entityReference, IpRetentionService, PersonalDataService } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { until } from '../support/forum/until.js';
import type { Forum } from '../support/forum/world.js';
import { Compiled } from './compiled.js';

const forums = forumsOfTest();
/** One entry after the other, slowly enough to be met in the middle. */
const SLOWLY = { prune: { batchSize: 1, pauseMs: 5 } };
const ENTRIES = 400;

describeEachDatabase('a process that is killed while it erases somebody', (database) => {
  let compiled: Compiled;
  beforeAll(async () => {
    compiled = await Compiled.make();
  });

  const left = async (forum: Forum, user: string) =>
    (await forum.entries()).filter(({ userId }) => userId === user).length;

  const recorded = async (user: string): Promise<Forum> => {
    const forum = await forums.on(database());
    const entity = entityReference(Thread, 1);
    const made = (who: string, many: number) =>
      Array.from({ length: many }, () => ({ user: who, ip: '203.0.113.7', entity }));
    await forum.trail.recordMany([...made(user, ENTRIES), ...made('bob', 3)]);
    return forum;
  };

  const killed = async (forum: Forum, userId: string): Promise<void> => {
    const settings = JSON.stringify({ connection: database().options, trail: SLOWLY });
    const child = fork(compiled.process('eraser'), [settings], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit');
    await once(child, 'message');
    child.send({ userId });
    await until('some entries are gone', async () => (await left(forum, userId)) < ENTRIES);
    child.kill('SIGKILL');
    await exit;
  };

  it('has left the rest, which the next call erases', async () => {
    const forum = await recorded('ann');
    await killed(forum, 'ann');
    const rest = await left(forum, 'ann');
    expect(rest).toBeGreaterThan(0);
    const { deleted } = await forum.app.get(PersonalDataService).erase('ann');
    expect(deleted).toMatchObject({ entries: rest });
    expect([await left(forum, 'ann'), await left(forum, 'bob')]).toEqual([0, 3]);
  });

  it('has left the rest, which the next pruning run erases though nobody calls', async () => {
    const forum = await recorded('cleo');
    await killed(forum, 'cleo');
    const rest = await left(forum, 'cleo');
    expect(rest).toBeGreaterThan(0);
    const { deleted, errors } = await forum.app.get(IpRetentionService).prune();
    // The lookup that the erasure is named them too.
    expect([deleted['erased users'], errors]).toEqual([rest + 1, []]);
    expect([await left(forum, 'cleo'), await left(forum, 'bob')]).toEqual([0, 6]);
  });
});
