import { describe, expect, it } from '@jest/globals';
import { AccessLog } from '../../src/access-log/access-log.js';
import { Staff } from '../../src/access-log/staff.js';
import { entityReference, IpRetentionService } from '../../src/index.js';
import { ErasedUsers } from '../../src/privacy/erased-users.js';
import { AuditTrailErasure } from '../../src/storage/entities/audit-trail-erasure.entity.js';
import { AuditTrailHold } from '../../src/storage/entities/audit-trail-hold.entity.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Login, Member } from './member-entities.js';
import { BY, collect, NOW, type PrivateForum, startPrivateForum } from './privacy-world.js';
import { DAY_MS, refuseDeletes } from './retention-world.js';

const forums = forumsOfTest();
const AS_MEMBERS = { userEntity: { entity: Member, userId: 'publicId' } };
const WHO = { user: 'ann', ip: '203.0.113.7' };

describeEachDatabase("erasing a person's data", (database, kind) => {
  const start = (trail: object = AS_MEMBERS) => startPrivateForum(forums, database(), trail);
  /** A second process on the same database, with a connection of its own. */
  const replica = (trail: object = AS_MEMBERS) =>
    startPrivateForum(forums, database(), trail, { isReplica: true });
  const prune = (forum: PrivateForum, dryRun = false) => forum.app.get(IpRetentionService).prune({ dryRun });
  const log = (forum: PrivateForum) => forum.app.get(AccessLog, { strict: false });

  it("deletes their entries and nobody else's, takes their addresses from the host, and counts", async () => {
    const forum = await start();
    await forum.given({ user: 'ann' }, { user: 'bob' }, { user: 'ann', outcome: 'failed' }, { user: 'ANN' });
    await forum.member('ann', { joinedAt: String(NOW), joinIp: '203.0.113.7' });
    await forum.member('bob', { joinedAt: String(NOW), joinIp: '203.0.113.7' });
    const logins = forum.dataSource.getRepository(Login);
    await logins.insert(
      [1, 2].map((number) => ({
        memberNumber: 1,
        number,
        member: 'ann',
        at: String(NOW),
        from: '203.0.113.7',
      })),
    );
    expect(await forum.personalData.erase('ann', BY)).toEqual({
      deleted: {
        entries: 2,
        'entries about the user': 0,
        lookups: 1,
        blocks: 0,
        holds: 0,
        'Member.joinIp': 1,
        'Login.from': 2,
      },
    });
    expect(await forum.users()).toEqual(['bob', 'ANN']);
    const members = await forum.dataSource.getRepository(Member).find({ order: { publicId: 'ASC' } });
    expect(members.map(({ publicId, joinIp }) => [publicId, joinIp])).toEqual([
      ['ann', null],
      ['bob', '203.0.113.7'],
    ]);
    expect(await logins.countBy({ from: '203.0.113.7' })).toBe(0);
    expect(await collect(forum.personalData.export('ann'))).toEqual([]);
  });

  it('takes key and snapshot out of the entries of others about them, found by the key of their row', async () => {
    const forum = await start();
    const { id } = await forum.member('ann');
    await forum.given(
      { user: 'bob', about: ['Member', String(id)] },
      { user: 'bob', about: ['Member', 'ann'] },
      { user: 'bob', about: ['Thread', String(id)] },
    );
    expect((await forum.personalData.erase('ann')).deleted).toMatchObject({ 'entries about the user': 1 });
    expect(await forum.entries()).toMatchObject([
      { userId: 'bob', ip: '203.0.113.7', entityType: 'Member', entityId: '[erased]', snapshot: null },
      { entityType: 'Member', entityId: 'ann', snapshot: { title: 'Welcome' } },
      { entityType: 'Thread', entityId: String(id), snapshot: { title: 'Welcome' } },
    ]);
  });

  it('finds entries about them without their row where the id is the key', async () => {
    const forum = await start({ userEntity: Member });
    await forum.given({ user: 'bob', about: ['Member', '4711'] });
    await forum.personalData.erase(4711);
    expect(await forum.entries()).toMatchObject([{ entityId: '[erased]', snapshot: null }]);
  });

  it('leaves of lookups that there was one, and not on whom or why', async () => {
    const forum = await start();
    const { id } = await forum.member('ann');
    const range = { first: '4cb007100', last: '4cb0071ff' };
    const boss = Staff.of({ staffId: 'boss', reason: 'Is Ann a spammer?' });
    await log(forum).log(boss, 'entries', [{ userId: 'ann', range }]);
    await log(forum).log(boss, 'entries', [{ entityType: 'Member', entityId: String(id) }]);
    await log(forum).log(boss, 'entries', [{ userId: 'bob', range }]);
    await forum.personalData.erase('ann', BY);
    const forgotten = { userId: null, entityId: null, rangeFirst: null, rangeLast: null, reason: '[erased]' };
    expect(await forum.lookups()).toMatchObject([
      { staffId: 'boss', kind: 'entries', at: new Date(NOW), ...forgotten },
      { staffId: 'boss', entityType: 'Member', ...forgotten },
      { userId: 'bob', rangeFirst: range.first, reason: 'Is Ann a spammer?' },
      { staffId: BY.staffId, kind: 'erase', results: 3, ...forgotten },
    ]);
  });

  it('is logged under the name of no person where nobody is said to ask', async () => {
    const forum = await start();
    await forum.personalData.erase('ann');
    expect(await forum.lookups()).toMatchObject([{ staffId: 'system', kind: 'erase' }]);
  });

  it('can be done again, and does nothing then', async () => {
    const forum = await start();
    await forum.given({ user: 'ann' });
    const first = await forum.personalData.erase('ann');
    const second = await forum.personalData.erase('ann');
    expect([first.deleted['entries'], second.deleted['entries']]).toEqual([1, 0]);
    expect(second.deleted['lookups']).toBe(1);
  });

  it('takes along what this process has in memory', async () => {
    const forum = await start();
    const recorded = forum.trail.recordFor(WHO, entityReference(Thread, 1));
    expect((await forum.personalData.erase('ann')).deleted).toMatchObject({ entries: 1 });
    await recorded;
    expect(await forum.users()).toEqual([]);
  });

  it('is refused without a readable user, a name or a reason, and changes nothing', async () => {
    const forum = await start();
    await forum.given({ user: 'ann' });
    const erase = (user: unknown, by?: object) => forum.personalData.erase(user as string, by as typeof BY);
    await expect(erase('')).rejects.toMatchObject({ code: 'INVALID_USER' });
    await expect(erase('ann', { staffId: 'boss' })).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
    await expect(erase('ann', { reason: 'a reason' })).rejects.toMatchObject({ code: 'INVALID_USER' });
    expect([await forum.users(), await forum.lookups()]).toEqual([['ann'], []]);
  });

  describe('that is interrupted', () => {
    const SMALL = { ...AS_MEMBERS, prune: { batchSize: 2, pauseMs: 0 } };

    it('keeps what was done, is remembered, and is done in full by the next call', async () => {
      const forum = await start(SMALL);
      const { id } = await forum.member('ann');
      await forum.given({ user: 'bob', about: ['Member', String(id)] });
      await forum.given(...Array.from({ length: 5 }, () => ({ user: 'ann' })));
      const allow = await refuseDeletesAfter(forum, 2);
      await expect(forum.personalData.erase('ann')).rejects.toMatchObject({ code: 'NOT_ANSWERED' });
      await allow();
      expect(await forum.users()).toHaveLength(4);
      expect(await forum.dataSource.getRepository(AuditTrailErasure).count()).toBe(1);
      expect((await forum.personalData.erase('ann')).deleted).toMatchObject({
        entries: 3,
        'entries about the user': 1,
      });
      expect(await forum.users()).toEqual(['bob']);
    });

    it('is done in full by the next pruning run, if nobody calls again', async () => {
      const forum = await start(SMALL);
      await forum.member('ann');
      await forum.given(...Array.from({ length: 5 }, () => ({ user: 'ann' })));
      const allow = await refuseDeletesAfter(forum, 2);
      await expect(forum.personalData.erase('ann')).rejects.toMatchObject({ code: 'NOT_ANSWERED' });
      await allow();
      expect(await prune(forum)).toMatchObject({
        deleted: { 'erased users': expect.any(Number) },
        errors: [],
      });
      expect(await forum.users()).toEqual([]);
    });

    it('says nothing of the person, in its error or in the log', async () => {
      const forum = await start();
      await forum.given({ user: 'older' });
      const allow = await refuseDeletes(forum.dataSource);
      const refused = forum.personalData.erase('older');
      await expect(refused).rejects.toMatchObject({ code: 'NOT_ANSWERED' });
      await expect(refused).rejects.toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/older|203\.0|4cb007107/) }),
      );
      await allow();
      expect(forum.logs.text).not.toMatch(/older|203\.0|4cb007107/);
    });
  });

  describe('is remembered for 30 days', () => {
    it('by a hash that does not say who', async () => {
      const forum = await start();
      await forum.personalData.erase('ann');
      const rows = await forum.dataSource.getRepository(AuditTrailErasure).find();
      expect(rows).toEqual([{ userHash: expect.stringMatching(/^[0-9a-f]{64}$/), erasedAt: new Date(NOW) }]);
    });

    it('and repeated by each run for what was made before it and written after, by another replica', async () => {
      const forum = await start();
      const other = await replica();
      await forum.member('ann');
      await forum.member('bob');
      await forum.personalData.erase('ann');
      await other.given({ user: 'ann', days: 0.1 }, { user: 'ann', days: -0.001 }, { user: 'bob' });
      const dry = await prune(forum, true);
      expect(dry.deleted['erased users']).toBe(1);
      expect(await forum.users()).toHaveLength(3);
      expect((await prune(forum)).deleted['erased users']).toBe(1);
      expect(
        (await forum.entries()).map(({ userId, createdAt }) => [userId, createdAt > new Date(NOW)]),
      ).toEqual([
        ['bob', false],
        ['ann', true],
      ]);
      expect((await prune(forum)).deleted['erased users']).toBe(0);
    });

    it('and no longer', async () => {
      const forum = await start();
      await forum.member('ann');
      await forum.personalData.erase('ann');
      forum.clock.set(NOW + 30 * DAY_MS);
      await forum.given({ user: 'ann', days: 0 });
      await prune(forum);
      expect(await forum.users()).toEqual(['ann']);
      expect(await forum.dataSource.getRepository(AuditTrailErasure).count()).toBe(0);
    });

    it('also after a backup has brought everything back: entries, names in lookups, addresses of the host', async () => {
      const forum = await start({ userEntity: Member });
      const { id } = await forum.member('ann', { joinedAt: String(NOW - DAY_MS), joinIp: '203.0.113.7' });
      const who = String(id);
      await forum.personalData.erase(who);
      await forum.given({ user: who }, { user: 'bob', about: ['Member', who] }, { user: 'bob' });
      await log(forum).log(Staff.of(BY), 'entries', [{ userId: who }]);
      forum.clock.set(NOW - DAY_MS);
      await log(forum).log(Staff.of(BY), 'entries', [{ userId: who }]);
      forum.clock.set(NOW);
      const replayed = await forum.app.get(ErasedUsers, { strict: false }).replay();
      expect(replayed).toMatchObject({ entries: 1, 'entries about the user': 1, lookups: 2 });
      expect(await forum.users()).toEqual(['bob', 'bob']);
      expect((await forum.lookups()).map(({ userId }) => userId)).toEqual([null, null, null]);
    });

    it('finds an address of the host whose owner stands nowhere else', async () => {
      const forum = await start();
      await forum.personalData.erase('ann');
      await forum.member('ann', { joinedAt: String(NOW - DAY_MS), joinIp: '203.0.113.7' });
      await forum.member('bob', { joinedAt: String(NOW - DAY_MS), joinIp: '203.0.113.7' });
      await forum.app.get(ErasedUsers, { strict: false }).replay();
      const members = await forum.dataSource.getRepository(Member).find({ order: { publicId: 'ASC' } });
      expect(members.map(({ joinIp }) => joinIp)).toEqual([null, '203.0.113.7']);
    });

    it('under the old secret as well, once there is a new one', async () => {
      const [old, fresh] = ['an old secret of 32 bytes and more', 'a new secret of 32 bytes and more'];
      const forum = await start({ ...AS_MEMBERS, secret: old });
      await forum.personalData.erase('ann');
      await forum.given({ user: 'ann' });
      const rotated = await replica({ ...AS_MEMBERS, secret: [fresh, old] });
      expect((await prune(rotated)).deleted['erased users']).toBe(1);
      expect(await forum.users()).toEqual([]);
    });
  });

  describe('of a person who is held', () => {
    const until = new Date(NOW + 7 * DAY_MS);

    it('is refused, saying until when and nothing else', async () => {
      const forum = await start();
      await forum.given({ user: 'ann' });
      await forum.personalData.hold('ann', { ...BY, until });
      const refused = forum.personalData.erase('ann');
      await expect(refused).rejects.toMatchObject({ code: 'HELD' });
      await expect(refused).rejects.not.toHaveProperty('value');
      await expect(refused).rejects.toThrow('2026-11-30T12:00:00.000Z');
      await expect(refused).rejects.toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/ann|4711/) }),
      );
      expect(await forum.users()).toEqual(['ann']);
      expect(await forum.dataSource.getRepository(AuditTrailErasure).count()).toBe(0);
      expect((await forum.lookups()).map(({ kind: asked }) => asked)).toEqual(['hold', 'erase']);
      await forum.personalData.erase('bob');
    });

    it('goes through when the hold has ended, and takes it along', async () => {
      const forum = await start();
      await forum.given({ user: 'ann' });
      await forum.personalData.hold('ann', { ...BY, until });
      forum.clock.set(until.getTime() - 1);
      await expect(forum.personalData.erase('ann')).rejects.toMatchObject({ code: 'HELD' });
      forum.clock.set(until.getTime());
      expect((await forum.personalData.erase('ann')).deleted).toMatchObject({ entries: 1, holds: 1 });
      expect(await forum.dataSource.getRepository(AuditTrailHold).count()).toBe(0);
    });

    it('is delayed by the latest hold, which may end sooner, and never past the store time', async () => {
      const forum = await start({ ...AS_MEMBERS, ipStoreDays: 5 });
      const heldUntil = async () =>
        (await forum.dataSource.getRepository(AuditTrailHold).find()).map((hold) => hold.until);
      await forum.personalData.hold('ann', { ...BY, until: new Date(NOW + 400 * DAY_MS) });
      expect(await heldUntil()).toEqual([new Date(NOW + 5 * DAY_MS)]);
      await forum.personalData.hold('ann', { ...BY, until: new Date(NOW + DAY_MS) });
      expect(await heldUntil()).toEqual([new Date(NOW + DAY_MS)]);
    });

    it('does not keep entries from being pruned', async () => {
      const forum = await start({ ...AS_MEMBERS, ipStoreDays: 5 });
      await forum.given({ user: 'ann', days: 5 }, { user: 'ann', days: 4 });
      await forum.personalData.hold('ann', { ...BY, until });
      expect((await prune(forum)).deleted['entries']).toBe(1);
    });

    it('is not repeated by a pruning run either, until the hold has ended', async () => {
      const forum = await start();
      await forum.personalData.erase('ann');
      await forum.given({ user: 'ann' });
      await forum.personalData.hold('ann', { ...BY, until });
      expect((await prune(forum)).deleted['erased users']).toBe(0);
      forum.clock.set(until.getTime());
      expect((await prune(forum)).deleted['erased users']).toBeGreaterThan(0);
    });

    it.each<[string, unknown]>([
      ['no date', undefined],
      ['a date that is none', new Date(Number.NaN)],
      ['now', new Date(NOW)],
      ['text', '2030-01-01'],
    ])('is not held with %s as the end', async (_, end) => {
      const forum = await start();
      const hold = forum.personalData.hold('ann', { ...BY, until: end as Date });
      await expect(hold).rejects.toMatchObject({ code: 'INVALID_TIME' });
      expect(await forum.dataSource.getRepository(AuditTrailHold).count()).toBe(0);
    });
  });

  /** The database lets so many entries go, and no more, until the answer is called. */
  async function refuseDeletesAfter(
    { dataSource }: PrivateForum,
    deletes: number,
  ): Promise<() => Promise<void>> {
    const [last] = await dataSource.query(
      'select min(id_text) as id from (select cast(id as char(36)) as id_text from audit_trail_entry order by id desc limit ' +
        deletes +
        ') first_ones',
    );
    const keep = `cast(old.id as char(36)) < '${String(last.id)}'`;
    const statements: Record<typeof kind, [make: string[], undo: string[]]> = {
      postgres: [
        [
          `create function refuse() returns trigger language plpgsql as $$ begin if ${keep} then raise 'no'; end if; return old; end $$`,
          'create trigger refuse before delete on audit_trail_entry for each row execute function refuse()',
        ],
        ['drop trigger refuse on audit_trail_entry', 'drop function refuse'],
      ],
      mariadb: [
        [
          `create trigger refuse before delete on audit_trail_entry for each row if ${keep} then signal sqlstate '45000'; end if`,
        ],
        ['drop trigger refuse'],
      ],
      'better-sqlite3': [
        [
          `create trigger refuse before delete on audit_trail_entry when ${keep} begin select raise(abort, 'no'); end`,
        ],
        ['drop trigger refuse'],
      ],
    };
    const [make, undo] = statements[kind];
    for (const sql of make) await dataSource.query(sql);
    return async () => {
      for (const sql of undo) await dataSource.query(sql);
    };
  }
});
