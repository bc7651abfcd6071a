import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrailEntry, AuditTrailError } from '../../src/index.js';
import { createDatabase, describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { forbid, FORBIDDEN, REFUSED_WITH } from './forbidden.js';

const WHO = { user: 'secret-7', ip: '203.0.113.7' };
class Undo extends Error {}

describeEachDatabase('an entry recorded in a transaction', (database, kind) => {
  let rejecting: Forum;
  let logging: Forum;
  let thread: Thread;
  const announced: string[] = [];
  const onRecorded = ({ action }: { action: string }) => void announced.push(action);

  beforeAll(async () => {
    rejecting = await startForum(database(), { trail: { onRecorded } });
    logging = await startForum(database(), { trail: { onRecorded, whenRecordingFails: 'log' } });
    await forbid(rejecting.dataSource);
    const threads = rejecting.dataSource.getRepository(Thread);
    thread = await threads.save(threads.create({ title: 'Welcome' }));
  });
  beforeEach(async () => {
    await rejecting.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute();
    announced.length = 0;
    logging.logs.clear();
  });
  afterAll(async () => {
    await logging.close();
    await rejecting.close();
  });

  const actions = async () => (await rejecting.entries()).map(({ action }) => action);
  const record = (forum: Forum, manager: EntityManager, action: string) =>
    forum.trail.recordFor(WHO, thread, { manager, action });
  /** A request that fails at its end. */
  const undone = (forum: Forum, work: (manager: EntityManager) => Promise<unknown>) =>
    expect(
      forum.dataSource.transaction(async (manager) => {
        await work(manager);
        throw new Undo();
      }),
    ).rejects.toThrow(Undo);

  describe.each([
    ['reject', () => rejecting],
    ['log', () => logging],
  ])("with whenRecordingFails: '%s'", (_, forumOf) => {
    it('is there when it commits, and is announced only then', async () => {
      const forum = forumOf();
      await forum.dataSource.transaction(async (manager) => {
        const entry = await record(forum, manager, 'thread.edit');
        expect(await manager.getRepository(AuditTrailEntry).find()).toEqual([entry]);
        expect(announced).toEqual([]);
      });
      expect(await actions()).toEqual(['thread.edit']);
      expect(announced).toEqual(['thread.edit']);
    });

    it('goes with it when it rolls back, and is never announced', async () => {
      const forum = forumOf();
      await undone(forum, (manager) => record(forum, manager, 'thread.edit'));
      expect(await actions()).toEqual([]);
      expect(announced).toEqual([]);
    });

    it('goes with the part of it that rolls back', async () => {
      const forum = forumOf();
      await forum.dataSource.transaction(async (manager) => {
        await record(forum, manager, 'before');
        await manager.transaction((nested) => record(forum, nested, 'kept part'));
        const lost = manager.transaction(async (nested) => {
          await record(forum, nested, 'lost part');
          await nested.transaction((deeper) => record(forum, deeper, 'lost with it'));
          throw new Undo();
        });
        await expect(lost).rejects.toThrow(Undo);
        await record(forum, manager, 'after');
        expect(announced).toEqual([]);
      });
      expect(await actions()).toEqual(['before', 'kept part', 'after']);
      expect(announced).toEqual(['before', 'kept part', 'after']);
    });

    it('goes with a part that was kept, when the whole rolls back', async () => {
      const forum = forumOf();
      await undone(forum, (manager) => manager.transaction((nested) => record(forum, nested, 'kept part')));
      expect(await actions()).toEqual([]);
      expect(announced).toEqual([]);
    });

    it('is one of several that are recorded at once', async () => {
      const forum = forumOf();
      const all = ['a', 'b', 'c', 'd'];
      await forum.dataSource.transaction(async (manager) => {
        await Promise.all(all.map((action) => record(forum, manager, action)));
      });
      expect((await actions()).toSorted()).toEqual(all);
      expect(announced.toSorted()).toEqual(all);
    });

    it('may come with a query runner that the host steers by hand', async () => {
      const forum = forumOf();
      const runner = forum.dataSource.createQueryRunner();
      await record(forum, runner.manager, 'outside');
      expect(announced).toEqual(['outside']);
      await runner.startTransaction();
      await record(forum, runner.manager, 'undone');
      await runner.rollbackTransaction();
      await runner.startTransaction();
      await record(forum, runner.manager, 'done');
      await runner.commitTransaction();
      await runner.release();
      expect(await actions()).toEqual(['outside', 'done']);
      expect(announced).toEqual(['outside', 'done']);
    });

    it("is recorded on its own with the data source's own manager", async () => {
      const forum = forumOf();
      await record(forum, forum.dataSource.manager, 'thread.edit');
      expect(await actions()).toEqual(['thread.edit']);
      expect(announced).toEqual(['thread.edit']);
    });

    it('is refused with the manager of another data source', async () => {
      const other = await createDatabase(kind);
      const dataSource = await new DataSource(other.options).initialize();
      const refused = {
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('belongs to another data source'),
      };
      await expect(record(forumOf(), dataSource.manager, 'thread.edit')).rejects.toMatchObject(refused);
      await dataSource.transaction(async (manager) => {
        await expect(record(forumOf(), manager, 'thread.edit')).rejects.toMatchObject(refused);
      });
      await dataSource.destroy();
      await other.drop();
    });
  });

  it("that the database refuses rejects, with the driver's code and no more", async () => {
    let failure: unknown;
    await undone(rejecting, async (manager) => {
      failure = await record(rejecting, manager, FORBIDDEN).catch((error: unknown) => error);
    });
    expect(failure).toBeInstanceOf(AuditTrailError);
    expect(failure).toMatchObject({ code: 'NOT_RECORDED', driverCode: REFUSED_WITH[kind] });
    expect(Object.keys(failure as object).toSorted()).toEqual(['code', 'driverCode', 'name']);
    expect(failure).not.toHaveProperty('cause');
    expect(inspect(failure, { showHidden: true, depth: 9 })).not.toMatch(
      /secret-7|203\.0\.113|4cb007107|insert|refused"|forbidden/i,
    );
  });

  it("that the database refuses is null with 'log', and the caller's work goes on", async () => {
    const title = await logging.dataSource.transaction(async (manager) => {
      const saved = await manager.save(manager.create(Thread, { title: 'Still there' }));
      await record(logging, manager, 'before');
      expect(await record(logging, manager, FORBIDDEN)).toBeNull();
      await record(logging, manager, 'after');
      return (await manager.findOneByOrFail(Thread, { id: saved.id })).title;
    });
    expect(title).toBe('Still there');
    expect(await rejecting.dataSource.getRepository(Thread).countBy({ title })).toBe(1);
    expect(await actions()).toEqual(['before', 'after']);
    expect(announced).toEqual(['before', 'after']);
    expect(logging.logs.messages('error', 'AuditTrail')).toEqual([
      expect.stringMatching(/^The entry was not recorded: /),
    ]);
    expect(logging.logs.text).not.toMatch(/secret-7|203\.0\.113|4cb007107|insert/i);
  });

  it("that the database refuses takes none of those along that are recorded at once with 'log'", async () => {
    const recorded = await logging.dataSource.transaction((manager) =>
      Promise.all(['a', FORBIDDEN, 'b', FORBIDDEN].map((action) => record(logging, manager, action))),
    );
    expect(recorded.map((entry) => entry?.action ?? null)).toEqual(['a', null, 'b', null]);
    expect(await actions()).toEqual(['a', 'b']);
    expect(announced).toEqual(['a', 'b']);
  });

  it("that is wrong in itself rejects with 'log' too, and the caller's work may go on", async () => {
    await logging.dataSource.transaction(async (manager) => {
      const entry = logging.trail.recordFor(WHO, {}, { manager });
      await expect(entry).rejects.toMatchObject({ code: 'NOT_AN_ENTITY' });
      await record(logging, manager, 'after');
    });
    expect(await actions()).toEqual(['after']);
  });
});
