import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditTrailEntry, AuditTrailService } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Account, Thread } from '../support/forum/entities.js';
import { type Forum, startForum } from '../support/forum/world.js';

const from = (ip: string, id?: string) => ({ ip, ...(id !== undefined && { user: { id } }) });

describeEachDatabase("Misago's audit trail", (database) => {
  let forum: Forum;
  let trail: AuditTrailService;
  let thread: Thread;

  beforeAll(async () => {
    forum = await startForum(database());
    trail = forum.trail;
    thread = await forum.dataSource.getRepository(Thread).save({ title: 'Welcome' });
    thread = await forum.dataSource.getRepository(Thread).findOneByOrFail({ id: thread.id });
  });
  beforeEach(() => forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute());
  afterAll(() => forum.close());

  it('1. refuses what is no entity before it looks at the user, for anonymous requests too', async () => {
    for (const request of [from('203.0.113.7'), from('203.0.113.7', '7')]) {
      await expect(trail.record(request, { title: 'no entity' })).rejects.toMatchObject({
        code: 'NOT_AN_ENTITY',
      });
    }
    expect(await forum.entries()).toEqual([]);
  });

  it('2. returns null for an anonymous request and writes nothing', async () => {
    expect(await trail.record(from('203.0.113.7'), thread)).toBeNull();
    expect(await forum.entries()).toEqual([]);
  });

  it("3. records a signed-in user once, with the request's user and IP, and the object can be found again", async () => {
    const entry = await trail.record(from('203.0.113.7', '7'), thread);
    expect(await forum.entries()).toEqual([entry]);
    expect(entry).toMatchObject({ userId: '7', ip: '203.0.113.7', entityType: 'Thread', outcome: 'done' });
    const target = await forum.dataSource
      .getRepository(entry!.entityType)
      .findOneBy({ id: Number(entry!.entityId) });
    expect(target).toEqual(thread);
  });

  describe('4. the form without a request', () => {
    it('records user, IP and object', async () => {
      const entry = await trail.recordFor({ user: 7, ip: '2001:db8::7' }, thread);
      expect(await forum.entries()).toEqual([entry]);
      expect(entry).toMatchObject({ userId: '7', ip: '2001:db8::7', entityId: String(thread.id) });
    });

    it('holds the same checks', async () => {
      await expect(trail.recordFor({ user: null, ip: '203.0.113.7' }, {})).rejects.toMatchObject({
        code: 'NOT_AN_ENTITY',
      });
      expect(await trail.recordFor({ user: null, ip: '203.0.113.7' }, thread)).toBeNull();
      expect(await trail.recordFor({ user: '7', ip: null }, thread)).toBeNull();
      await expect(trail.recordFor({ user: '7', ip: 'unknown' }, thread)).rejects.toMatchObject({
        code: 'INVALID_IP',
      });
      expect(await forum.entries()).toEqual([]);
    });
  });

  it('6. records a registration with the new account as actor and target, and not at all without an IP', async () => {
    const accounts = forum.dataSource.getRepository(Account);
    const account = await accounts.save(accounts.create({ name: 'Ann' }));
    expect(await trail.recordFor({ user: account, ip: undefined }, account)).toBeNull();
    await trail.recordFor({ user: account, ip: '203.0.113.7' }, account, { action: 'account.register' });
    const id = String(account.id);
    expect(await forum.entries()).toMatchObject([{ userId: id, entityType: 'Account', entityId: id }]);
  });
});
