import { describe, expect, it } from '@jest/globals';
import { IpRetentionService } from '../../src/index.js';
import { UserSweep } from '../../src/privacy/user-sweep.js';
import { describeEachDatabase } from '../support/databases.js';
import { Account, Category, Poll, Post } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Member } from './member-entities.js';
import { BY, type PrivateForum, startPrivateForum } from './privacy-world.js';

const forums = forumsOfTest();
const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const AS_MEMBERS = { userEntity: { entity: Member, userId: 'publicId' } };
const POLL = '0b0f5f5e-6a4f-4c1e-9a53-0d4f3c2b1a09';

describeEachDatabase('users who are gone', (database) => {
  const start = async (trail: object): Promise<PrivateForum> => {
    const forum = await startPrivateForum(forums, database(), trail);
    for (const entity of [Account, Post, Poll, Category]) {
      await forum.dataSource.createQueryBuilder().delete().from(entity).execute();
    }
    return forum;
  };
  const prune = (forum: PrivateForum, dryRun = false) => forum.app.get(IpRetentionService).prune({ dryRun });
  const sweep = (forum: PrivateForum, yes: boolean) =>
    forum.app.get(UserSweep, { strict: false }).sweepUsers({ yes });
  const left = async (forum: PrivateForum) =>
    [...new Set((await forum.users()).map(String))].toSorted(byText);

  describe('are told from those who are there by their ids as text', () => {
    it('whole numbers', async () => {
      const forum = await start({ userEntity: Account });
      const there = ['7', '8', '2000000000'];
      for (const id of [...there, '10'])
        await forum.dataSource.query(`insert into account (id, name) values (${id}, 'x')`);
      const gone = [
        '9',
        '010',
        '07',
        '7.0',
        '7e0',
        '-7',
        '0x7',
        'seven',
        '99999999999',
        '9'.repeat(20),
        '9'.repeat(40),
      ];
      await forum.given(...[...there, ...gone].map((user) => ({ user })));
      expect(await prune(forum)).toMatchObject({ deleted: { 'gone users': gone.length }, errors: [] });
      expect(await left(forum)).toEqual(there.toSorted(byText));
    });

    it('long ones, which no number of JavaScript holds', async () => {
      const forum = await start({ userEntity: Post });
      const there = ['9007199254740993', '9223372036854775807', '5'];
      for (const id of there) await forum.dataSource.query(`insert into post (id, body) values (${id}, 'x')`);
      const gone = ['9007199254740992', '9223372036854775806', '9223372036854775808', '05', 'post'];
      await forum.given(...[...there, ...gone].map((user) => ({ user })));
      await prune(forum);
      expect(await left(forum)).toEqual(there.toSorted(byText));
    });

    it('uuids, which are the same in capitals', async () => {
      const forum = await start({ userEntity: Poll });
      await forum.dataSource.getRepository(Poll).insert({ id: POLL, question: 'x' });
      const there = [POLL, POLL.toUpperCase()];
      const gone = [POLL.replace('0b', '0c'), POLL.replaceAll('-', ''), 'poll', '7'];
      await forum.given(...[...there, ...gone].map((user) => ({ user })));
      await prune(forum);
      expect(await left(forum)).toEqual(there.toSorted(byText));
    });

    it('text', async () => {
      const forum = await start({ userEntity: Category });
      const there = ['7', 'u1', "o'brien", 'a%', 'x'.repeat(50)];
      await forum.dataSource.getRepository(Category).insert(there.map((slug) => ({ slug })));
      const gone = ['07', '7 7', 'u2', 'a_', 'x'.repeat(51), '1 or 1=1'];
      await forum.given(...[...there, ...gone].map((user) => ({ user })));
      await prune(forum);
      expect(await left(forum)).toEqual(there.toSorted(byText));
    });

    it.each([
      ['capitals', 'u1', 'U1'],
      ['accents', 'größe', 'grosse'],
      ['marks', 'rené', 'rene'],
    ])('text that the table compares without %s, as the application does', async (_, slug, user) => {
      const forum = await start({ userEntity: Category });
      await forum.dataSource.getRepository(Category).insert([{ slug }, { slug: 'other' }]);
      const [row] = await forum.dataSource.query(
        `select count(*) as total from category where slug = '${user}'`,
      );
      await forum.given({ user: 'other' }, { user });
      await prune(forum);
      expect(await left(forum)).toEqual(
        Number(row.total) === 1 ? [user, 'other'].toSorted(byText) : ['other'],
      );
    });

    it('another property than the key', async () => {
      const forum = await start(AS_MEMBERS);
      const ann = await forum.member('ann');
      await forum.given({ user: 'ann' }, { user: String(ann.id) });
      await prune(forum);
      expect(await left(forum)).toEqual(['ann']);
    });
  });

  it('are found among all others, however many pages they fill', async () => {
    const forum = await start(AS_MEMBERS);
    const users = Array.from({ length: 1_300 }, (_, i) => `u${String(i).padStart(4, '0')}`);
    const gone = new Set(['u0000', 'u0499', 'u0500', 'u1000', 'u1299']);
    const members = users.filter((user) => !gone.has(user)).map((publicId) => ({ publicId }));
    await forum.dataSource
      .createQueryBuilder()
      .insert()
      .into(Member)
      .values(members)
      .updateEntity(false)
      .execute();
    await forum.given(...users.map((user) => ({ user })), ...users.map((user) => ({ user })));
    await forum.given({ user: null, outcome: 'failed' });
    expect((await prune(forum, true)).deleted['gone users']).toBe(10);
    expect((await prune(forum)).deleted['gone users']).toBe(10);
    expect(await left(forum)).toEqual([...users.filter((user) => !gone.has(user)), 'null'].toSorted(byText));
  });

  describe('that are too many to be believed', () => {
    const GONE =
      /^(\d+) of (\d+) users with entries are not in Member\.publicId, more than 1 % and more than 20/;
    /** So many users with an entry each; the first ones have no row. */
    const given = async (forum: PrivateForum, gone: number, users: number): Promise<void> => {
      const all = Array.from({ length: users }, (_, i) => `u${String(i).padStart(4, '0')}`);
      const members = all.slice(gone).map((publicId) => ({ publicId }));
      if (members.length > 0) {
        await forum.dataSource
          .createQueryBuilder()
          .insert()
          .into(Member)
          .values(members)
          .updateEntity(false)
          .execute();
      }
      await forum.given(...all.map((user) => ({ user })));
    };

    it.each([
      [20, 20],
      [21, 2_100],
    ])('%i of %i are still believed', async (gone, users) => {
      const forum = await start(AS_MEMBERS);
      await given(forum, gone, users);
      expect(await prune(forum)).toMatchObject({ deleted: { 'gone users': gone }, errors: [] });
      expect(await forum.trail.health()).toMatchObject({ status: 'up' });
    });

    it.each([
      [21, 21],
      [21, 2_099],
    ])(
      '%i of %i are not: nothing goes, one error says how many, health is no longer up',
      async (gone, users) => {
        const forum = await start(AS_MEMBERS);
        await given(forum, gone, users);
        const report = await prune(forum);
        expect(report).toMatchObject({ deleted: { 'gone users': 0 } });
        expect(report.errors).toEqual([{ source: 'gone users', message: expect.stringMatching(GONE) }]);
        expect(GONE.exec(report.errors[0]?.message ?? '')?.slice(1)).toEqual([String(gone), String(users)]);
        expect(forum.logs.messages('error', 'AuditTrail')).toEqual([
          expect.stringContaining('run: audit-trail sweep-users --yes'),
        ]);
        expect(await left(forum)).toHaveLength(users);
        expect(await forum.trail.health()).toMatchObject({ status: 'degraded', goneUsers: { gone, users } });
      },
    );

    it('do not keep the rest of a run from being done', async () => {
      const forum = await start({ ...AS_MEMBERS, ipStoreDays: 5 });
      await given(forum, 21, 21);
      await forum.given({ user: 'u0000', days: 5 });
      expect((await prune(forum)).deleted).toMatchObject({ entries: 1, 'gone users': 0 });
    });

    it('are said in a dry run too, which turns nothing red', async () => {
      const forum = await start(AS_MEMBERS);
      await given(forum, 21, 21);
      expect((await prune(forum, true)).errors).toEqual([
        { source: 'gone users', message: expect.stringMatching(GONE) },
      ]);
      expect(await forum.trail.health()).toMatchObject({ status: 'up' });
    });

    it('go when somebody says yes, and health is up again', async () => {
      const forum = await start(AS_MEMBERS);
      await given(forum, 21, 30);
      await prune(forum);
      const counted = { users: 30, gone: 21, entries: 21, needsYes: true };
      expect(await sweep(forum, false)).toEqual({ ...counted, deleted: 0 });
      expect(await left(forum)).toHaveLength(30);
      expect(await sweep(forum, true)).toEqual({ ...counted, deleted: 21 });
      expect(await left(forum)).toHaveLength(9);
      expect(await forum.trail.health()).toMatchObject({ status: 'up' });
      expect(await prune(forum)).toMatchObject({ errors: [] });
    });

    it('are forgotten by the health of every process once a run goes through again', async () => {
      const forum = await start(AS_MEMBERS);
      await given(forum, 21, 21);
      await prune(forum);
      const other = await startPrivateForum(forums, database(), AS_MEMBERS, { isReplica: true });
      expect(await other.trail.health()).toMatchObject({ status: 'degraded' });
      await other.member('u0000');
      expect(await prune(forum)).toMatchObject({ deleted: { 'gone users': 20 }, errors: [] });
      expect(await other.trail.health()).toMatchObject({ status: 'up' });
    });

    it('do not count those who are held', async () => {
      const forum = await start(AS_MEMBERS);
      await given(forum, 21, 21);
      await forum.personalData.hold('u0000', { ...BY, until: new Date(forum.clock.now() + 1000) });
      expect(await prune(forum)).toMatchObject({ deleted: { 'gone users': 20 }, errors: [] });
      expect(await left(forum)).toEqual(['u0000']);
    });
  });

  it('cannot be swept where nobody said which entity a user is', async () => {
    const forum = await start({});
    await expect(sweep(forum, true)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
