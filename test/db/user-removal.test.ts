import { describe, expect, it } from '@jest/globals';
import { IpRetentionService } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Account, Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Household, Member } from './member-entities.js';
import { BY, NOW, type PrivateForum, startPrivateForum } from './privacy-world.js';
import { DAY_MS, refuseDeletes } from './retention-world.js';

const forums = forumsOfTest();
const AS_MEMBERS = { userEntity: { entity: Member, userId: 'publicId' } };

describeEachDatabase('removing a user', (database) => {
  const start = (trail: object = AS_MEMBERS) => startPrivateForum(forums, database(), trail);
  const members = (forum: PrivateForum) => forum.dataSource.getRepository(Member);
  const prune = (forum: PrivateForum) => forum.app.get(IpRetentionService).prune();

  it('5. takes the entries of the acting user along; removing the target keeps them; deleting an entry leaves both', async () => {
    const forum = await start({ userEntity: Account });
    const [accounts, threads] = [
      forum.dataSource.getRepository(Account),
      forum.dataSource.getRepository(Thread),
    ];
    const [ann, bob] = [await accounts.save({ name: 'Ann' }), await accounts.save({ name: 'Bob' })];
    const thread = await threads.save(threads.create({ title: 'Welcome' }));
    for (const user of [ann, bob]) await forum.trail.recordFor({ user, ip: '203.0.113.7' }, thread);
    const annId = String(ann.id);
    await accounts.remove(await accounts.findOneByOrFail({ id: ann.id }));
    expect(await forum.users()).toEqual([String(bob.id)]);
    const target = { entityType: 'Thread', entityId: String(thread.id) };
    await threads.remove(await threads.findOneByOrFail({ id: thread.id }));
    const [entry] = await forum.entries();
    expect(entry).toMatchObject({ userId: String(bob.id), ...target });
    await forum.dataSource.manager.remove(entry);
    expect(await accounts.findBy([{ id: bob.id }, { id: Number(annId) }])).toMatchObject([{ name: 'Bob' }]);
  });

  it('leaves entries about the user as they are', async () => {
    const forum = await start();
    const ann = await forum.member('ann');
    await forum.given({ user: 'bob', about: ['Member', String(ann.id)] });
    const id = String(ann.id);
    await members(forum).remove(ann);
    expect(await forum.entries()).toMatchObject([{ userId: 'bob', entityType: 'Member', entityId: id }]);
  });

  it('in a transaction that rolls back keeps the entries', async () => {
    const forum = await start();
    const ann = await forum.member('ann');
    await forum.given({ user: 'ann' }, { user: 'ann' });
    const done = forum.dataSource.transaction(async (manager) => {
      await manager.remove(ann);
      const left = await manager.query('select count(*) as total from audit_trail_entry');
      expect(Number(left[0].total)).toBe(0);
      throw new Error('no');
    });
    await expect(done).rejects.toThrow('no');
    expect(await forum.users()).toEqual(['ann', 'ann']);
  });

  it('fails as a whole where the entries cannot go', async () => {
    const forum = await start();
    const ann = await forum.member('ann');
    await forum.given({ user: 'ann' });
    const allow = await refuseDeletes(forum.dataSource);
    const refused = members(forum).remove(ann);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_ANSWERED' });
    await allow();
    expect(await members(forum).countBy({ publicId: 'ann' })).toBe(1);
    expect(await forum.users()).toEqual(['ann']);
  });

  it('that is known by its key only finds the id under which entries are kept', async () => {
    const forum = await start();
    const { id } = await forum.member('ann');
    await forum.given({ user: 'ann' }, { user: 'bob' });
    await members(forum).remove(members(forum).create({ id }));
    expect(await forum.users()).toEqual(['bob']);
  });

  it('together with others takes the entries of each', async () => {
    const forum = await start();
    const all = [await forum.member('ann'), await forum.member('bob'), await forum.member('cleo')];
    await forum.given(...['ann', 'bob', 'cleo', 'ann'].map((user) => ({ user })));
    await members(forum).remove(all.slice(0, 2));
    expect(await forum.users()).toEqual(['cleo']);
  });

  it('by a cascade from another entity takes the entries along', async () => {
    const forum = await start();
    const household = await forum.dataSource.getRepository(Household).save({});
    await forum.member('ann', { household });
    await forum.given({ user: 'ann' }, { user: 'bob' });
    const households = forum.dataSource.getRepository(Household);
    const loaded = await households.findOneOrFail({
      where: { id: household.id },
      relations: { members: true },
    });
    await households.remove(loaded);
    expect(await members(forum).count()).toBe(0);
    expect(await forum.users()).toEqual(['bob']);
  });

  describe('where TypeORM does not say whom', () => {
    it.each<[string, (forum: PrivateForum, ann: Member) => Promise<unknown>]>([
      ['by its id', (forum, ann) => members(forum).delete(ann.id)],
      ['by a criterion', (forum) => members(forum).delete({ publicId: 'ann' })],
      [
        'with a query builder',
        (forum) => members(forum).createQueryBuilder().delete().where({ publicId: 'ann' }).execute(),
      ],
      ['with SQL', (forum) => forum.dataSource.query("delete from member where 'ann' = 'ann'")],
    ])('%s, leaves the entries to the next pruning run', async (_, remove) => {
      const forum = await start();
      const ann = await forum.member('ann');
      await forum.given({ user: 'ann', days: 0.5 }, { user: 'ann', days: 1 }, { user: 'ann', days: 3 });
      await remove(forum, ann);
      expect(await forum.users()).toHaveLength(3);
      expect((await prune(forum)).deleted['gone users']).toBe(2);
      forum.clock.set(NOW + DAY_MS / 2);
      expect((await prune(forum)).deleted['gone users']).toBe(1);
      expect(await forum.users()).toEqual([]);
    });

    it('by a cascade of the database does so too', async () => {
      const forum = await start();
      const household = await forum.dataSource.getRepository(Household).save({});
      await forum.member('ann', { household });
      await forum.member('bob');
      await forum.given({ user: 'ann' }, { user: 'bob' });
      await forum.dataSource.getRepository(Household).delete(household.id);
      expect(await members(forum).count()).toBe(1);
      expect((await prune(forum)).deleted['gone users']).toBe(1);
      expect(await forum.users()).toEqual(['bob']);
    });
  });

  it('softly counts for nothing, neither at once nor in a pruning run', async () => {
    const forum = await start();
    const [ann, bob] = [await forum.member('ann'), await forum.member('bob')];
    await forum.given({ user: 'ann' }, { user: 'bob' });
    await members(forum).softRemove(ann);
    await members(forum).softDelete(bob.id);
    expect(await members(forum).count()).toBe(0);
    expect((await prune(forum)).deleted['gone users']).toBe(0);
    expect(await forum.users()).toEqual(['ann', 'bob']);
  });

  describe('who is held', () => {
    const until = new Date(NOW + 7 * DAY_MS);

    it('is refused inside the transaction of the application', async () => {
      const forum = await start();
      const ann = await forum.member('ann');
      await forum.given({ user: 'ann' });
      await forum.personalData.hold('ann', { ...BY, until });
      const done = forum.dataSource.transaction(async (manager) => {
        await manager.save(manager.create(Thread, { title: 'Farewell' }));
        await manager.remove(ann);
      });
      await expect(done).rejects.toMatchObject({ code: 'HELD' });
      await expect(done).rejects.toThrow('2026-11-30T12:00:00.000Z');
      expect(await members(forum).countBy({ publicId: 'ann' })).toBe(1);
      expect(await forum.dataSource.getRepository(Thread).countBy({ title: 'Farewell' })).toBe(0);
      expect(await forum.users()).toEqual(['ann']);
    });

    it('keeps the entries until the hold ends where TypeORM does not say whom', async () => {
      const forum = await start();
      const ann = await forum.member('ann');
      await forum.given({ user: 'ann' });
      await forum.personalData.hold('ann', { ...BY, until });
      await members(forum).delete(ann.id);
      expect((await prune(forum)).deleted['gone users']).toBe(0);
      forum.clock.set(until.getTime());
      expect((await prune(forum)).deleted['gone users']).toBe(1);
    });
  });

  it('does nothing without the option userEntity', async () => {
    const forum = await start({});
    const ann = await forum.member('ann');
    await forum.given({ user: 'ann' });
    await members(forum).remove(ann);
    expect(await prune(forum)).toMatchObject({ errors: [] });
    expect((await prune(forum)).deleted).not.toHaveProperty('gone users');
    expect(await forum.users()).toEqual(['ann']);
  });

  describe('while another transaction is open', () => {
    it('waits for nothing of the package, and takes the entries along', async () => {
      const forum = await start();
      const ann = await forum.member('ann');
      await forum.given({ user: 'ann' });
      const recorded = forum.trail.recordFor({ user: 'ann', ip: '203.0.113.7' }, ann);
      await members(forum).remove(ann);
      await recorded;
      forum.clock.set(NOW + DAY_MS);
      await prune(forum);
      expect(await forum.users()).toEqual([]);
    });
  });
});
