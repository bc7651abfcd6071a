import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConflictException, Controller, Inject, Post as HttpPost, UseGuards } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditTrail, AuditTrailEntry } from '../../src/index.js';
import { createDatabase, type TestDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { send } from '../support/http-servers.js';
import { turns } from './turns.js';

@Controller()
@UseGuards(SignedInGuard)
class ThreadsController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @HttpPost('saved')
  @AuditTrail({ action: 'thread.start' })
  saved(): Promise<Thread> {
    const threads = this.database.getRepository(Thread);
    return threads.save(threads.create({ title: 'Welcome' }));
  }

  /** Waits for something else while its transaction is open. */
  @HttpPost('in-transaction')
  @AuditTrail({ action: 'thread.move' })
  inTransaction(): Promise<Thread> {
    return this.database.transaction(async (manager) => {
      const thread = await manager.save(manager.create(Thread, { title: 'Moved' }));
      await turns();
      return thread;
    });
  }

  @HttpPost('rolled-back')
  @AuditTrail({ action: 'thread.merge' })
  rolledBack(): Promise<Thread> {
    return this.database.transaction(async (manager) => {
      await manager.save(manager.create(Thread, { title: 'Merged' }));
      await turns();
      throw new ConflictException();
    });
  }

  @HttpPost('unsaved')
  @AuditTrail({ action: 'thread.lock' })
  unsaved(): Thread {
    return Object.assign(new Thread(), { id: 7 });
  }
}

/** How often each of the texts is there. */
function counted(texts: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

describe.each([
  ['in a file', false],
  ['in memory', true],
])('requests to an application on SQLite, %s', (_where, memory) => {
  let database: TestDatabase;
  let forum: Forum;

  beforeAll(async () => {
    database = await createDatabase('better-sqlite3', { memory });
    forum = await startForum(database, { controllers: [ThreadsController] });
  });
  beforeEach(() => forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute());
  afterAll(async () => {
    await forum.close();
    await database.drop();
  });

  const fifty = async (paths: readonly string[]) => {
    const answers = Array.from({ length: 50 }, async (_, i) => {
      const path = paths[i % paths.length] ?? '';
      const { status } = await send(forum.url, { method: 'POST', path, headers: { 'x-user': `u${i}` } });
      return `${path} ${status}`;
    });
    return counted(await Promise.all(answers));
  };
  const recorded = async () => counted((await forum.entries()).map(({ action }) => action));

  it.each([
    ['/saved', 'thread.start'],
    ['/in-transaction', 'thread.move'],
  ])('are all answered and recorded, fifty at once: %s', async (path, action) => {
    expect(await fifty([path])).toEqual({ [`${path} 201`]: 50 });
    expect(await recorded()).toEqual({ [action]: 50 });
  });

  it('are recorded although others, at the same time, roll back what they did', async () => {
    expect(await fifty(['/rolled-back', '/unsaved'])).toEqual({
      '/rolled-back 409': 25,
      '/unsaved 201': 25,
    });
    expect(await recorded()).toEqual({ 'thread.lock': 25 });
  });
});
