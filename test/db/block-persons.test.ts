import { expect, it } from '@jest/globals';
import { IpBlocksService, IpRetentionService } from '../../src/index.js';
import { AuditTrailBlock } from '../../src/storage/entities/audit-trail-block.entity.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Member } from './member-entities.js';
import { BY, collect, NOW, type PrivateForum, startPrivateForum } from './privacy-world.js';
import { DAY_MS } from './retention-world.js';

const forums = forumsOfTest();
const AS_MEMBERS = { userEntity: { entity: Member, userId: 'publicId' } };

describeEachDatabase('blocks that were made from a user', (database) => {
  const start = async (trail: object = {}) => {
    const forum = await startPrivateForum(forums, database(), { ...AS_MEMBERS, ...trail });
    await forum.given({ user: 'ann' }, { user: 'bob', ip: '4cb007108' });
    return forum;
  };
  const blocksOf = ({ app }: PrivateForum) => app.get(IpBlocksService);
  const block = (forum: PrivateForum, userId: string, expiresAt = new Date(NOW + DAY_MS)) =>
    blocksOf(forum).addForUser(userId, { ...BY, reason: 'Spam from 203.0.113.7', expiresAt });
  const rows = ({ dataSource }: PrivateForum) =>
    dataSource.getRepository(AuditTrailBlock).find({ order: { id: 'ASC' } });
  const users = async (forum: PrivateForum) => (await rows(forum)).map(({ userId }) => userId);

  it('are exported with the user, without who made them, until their range is past its time', async () => {
    const forum = await start();
    const [made] = (await block(forum, 'ann')).added;
    await block(forum, 'bob');
    const exported = async () =>
      (await collect(forum.personalData.export('ann'))).filter(({ kind }) => kind === 'block');
    expect(await exported()).toEqual([
      {
        kind: 'block',
        id: made?.id,
        range: '203.0.113.7/32',
        effect: 'deny',
        reason: 'Spam from [address]',
        createdAt: new Date(NOW),
        expiresAt: new Date(NOW + DAY_MS),
        liftedAt: null,
      },
    ]);
    forum.clock.set(NOW + 91 * DAY_MS);
    expect(await exported()).toEqual([]);
  });

  it('lose their link to the user when the user is erased or removed, and stay in force', async () => {
    const forum = await start();
    const bob = await forum.member('bob');
    await block(forum, 'ann');
    await block(forum, 'bob');
    expect((await forum.personalData.erase('ann')).deleted).toMatchObject({ blocks: 1 });
    expect(await users(forum)).toEqual([null, 'bob']);
    await forum.dataSource.manager.remove(bob);
    expect(await users(forum)).toEqual([null, null]);
    expect(blocksOf(forum).match('203.0.113.7')).not.toBeNull();
    expect(await collect(forum.personalData.export('ann'))).toEqual([]);
  });

  it("follow the user into another's account", async () => {
    const forum = await start();
    await block(forum, 'ann');
    await forum.personalData.reassign('ann', 'anna', BY);
    expect(await users(forum)).toEqual(['anna']);
  });

  it('lose the link again where a restored backup brought it back', async () => {
    const forum = await start();
    await block(forum, 'ann');
    const [row] = await rows(forum);
    await forum.personalData.erase('ann');
    forum.clock.set(NOW + 1000);
    await forum.dataSource.getRepository(AuditTrailBlock).update({ id: row?.id ?? '' }, { userId: 'ann' });
    const { deleted, errors } = await forum.app.get(IpRetentionService).prune();
    expect([deleted['erased users'], errors]).toEqual([1, []]);
    expect(await users(forum)).toEqual([null]);
  });
});

describeEachDatabase('a block', (database) => {
  it('keeps its range while it is in force, loses it at the store time after its end, and is gone a year after', async () => {
    const forum = await startPrivateForum(forums, database(), { ipStoreDays: 5 });
    const blocks = forum.app.get(IpBlocksService);
    const add = (range: string, expiresAt: Date | null) =>
      blocks.add({ ...BY, range, expiresAt, message: `You, ${range}` });
    await add('203.0.113.1', null);
    await add('203.0.113.2', new Date(NOW + 1000));
    const lifted = await add('203.0.113.3', null);
    await blocks.lift(lifted.id, { ...BY, reason: 'It was 203.0.113.9' });
    const prune = async (at: number) => {
      forum.clock.set(at);
      const { deleted, errors } = await forum.app.get(IpRetentionService).prune();
      expect(errors).toEqual([]);
      const left = await forum.dataSource.getRepository(AuditTrailBlock).find({ order: { id: 'ASC' } });
      const ranges = left.map(({ rangeFirst, rangeLast, message }) => [rangeFirst, rangeLast, message]);
      return [
        deleted['block addresses'],
        deleted['blocks'],
        ranges.map((parts) => parts.filter(Boolean).length),
      ];
    };
    expect(await prune(NOW + 5 * DAY_MS - 1)).toEqual([0, 0, [3, 3, 3]]);
    expect(await prune(NOW + 5 * DAY_MS)).toEqual([1, 0, [3, 3, 0]]);
    expect(await prune(NOW + 5 * DAY_MS + 1000)).toEqual([1, 0, [3, 0, 0]]);
    const [kept] = await forum.dataSource.getRepository(AuditTrailBlock).findBy({ id: lifted.id });
    expect(kept).toMatchObject({
      staffId: BY.staffId,
      reason: BY.reason,
      liftedBy: BY.staffId,
      liftReason: 'It was [address]',
      hits: null,
    });
    expect(await prune(NOW + 365 * DAY_MS + 1000)).toEqual([0, 2, [3]]);
    expect(blocks.match('203.0.113.1')).not.toBeNull();
  });
});
