import { describe, expect, it, jest } from '@jest/globals';
import { AccessLog } from '../../src/access-log/access-log.js';
import { Staff } from '../../src/access-log/staff.js';
import { entityReference } from '../../src/index.js';
import { PersonStore } from '../../src/storage/person.store.js';
import { describeEachDatabase } from '../support/databases.js';
import { Account } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Login, Member } from './member-entities.js';
import { BY, collect, NOW, rowOf, startPrivateForum, write } from './privacy-world.js';
import { DAY_MS } from './retention-world.js';

const forums = forumsOfTest();
const AS_MEMBERS = { userEntity: { entity: Member, userId: 'publicId' } };

describeEachDatabase("an export of a person's data", (database) => {
  const start = (trail: object = AS_MEMBERS) => startPrivateForum(forums, database(), trail);

  it("13. holds every entry of the person and the address that was kept when they joined, and nobody else's", async () => {
    const forum = await start();
    await forum.given(
      { user: 'ann', days: 4, ip: '620010db8000000000000000000000007' },
      { user: 'ann', days: 3 },
      { user: 'ANN' },
      { user: 'ann2' },
      { user: null, outcome: 'failed', about: ['Member', 'ann'] },
    );
    await forum.member('ann', { joinedAt: String(NOW - 4 * DAY_MS), joinIp: '::ffff:203.0.113.7' });
    await forum.member('bob', { joinedAt: String(NOW - 4 * DAY_MS), joinIp: '198.51.100.7' });
    const records = await collect(forum.personalData.export('ann'));
    expect(records).toEqual([
      {
        kind: 'entry',
        id: expect.any(String),
        createdAt: new Date(NOW - 3 * DAY_MS),
        userId: 'ann',
        ip: '203.0.113.7',
        action: 'thread.edit',
        entityType: 'Thread',
        entityId: '12',
        outcome: 'done',
        snapshot: { title: 'Welcome' },
      },
      expect.objectContaining({ kind: 'entry', ip: '2001:db8::7' }),
      { kind: 'column', entity: 'Member', column: 'joinIp', ip: '203.0.113.7' },
    ]);
  });

  it('holds the attempts of the person that failed', async () => {
    const forum = await start();
    await forum.given({ user: 'ann', outcome: 'failed' });
    expect(await collect(forum.personalData.export('ann'))).toMatchObject([
      { kind: 'entry', outcome: 'failed' },
    ]);
  });

  it('holds two entries of one millisecond as two', async () => {
    const forum = await start();
    await forum.given({ user: 'ann' }, { user: 'ann' });
    const ids = (await collect(forum.personalData.export('ann'))).map(
      (record) => 'id' in record && record.id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('holds when and why the person was looked up, by name or as the entity, and never by whom', async () => {
    const forum = await start();
    const { id } = await forum.member('ann');
    const log = forum.app.get(AccessLog, { strict: false });
    const boss = Staff.of({ staffId: 'secret-boss', reason: 'Spam from 203.0.113.7' });
    await log.log(boss, 'linkedAccounts', [{ userId: 'ann' }]);
    forum.clock.set(NOW + 1);
    await log.log(boss, 'entries', [{ entityType: 'Member', entityId: String(id) }]);
    await log.log(boss, 'entries', [{ entityType: 'Thread', entityId: String(id) }, { userId: 'bob' }]);
    const records = await collect(forum.personalData.export('ann'));
    expect(records).toEqual([
      { kind: 'lookup', at: new Date(NOW), reason: 'Spam from [address]' },
      { kind: 'lookup', at: new Date(NOW + 1), reason: 'Spam from [address]' },
    ]);
    expect(JSON.stringify(records)).not.toContain('boss');
  });

  it('is logged as a lookup before anything is read, with who asked and how much there was', async () => {
    const forum = await start();
    await forum.given({ user: 'ann' }, { user: 'ann' });
    const records = forum.personalData.export('ann', BY);
    expect(await forum.lookups()).toEqual([]);
    await records.next();
    const row = { staffId: BY.staffId, reason: BY.reason, kind: 'export', userId: 'ann', at: new Date(NOW) };
    expect(await forum.lookups()).toMatchObject([{ ...row, results: null }]);
    await collect(records);
    expect(await forum.lookups()).toMatchObject([{ ...row, results: 2 }]);
  });

  it('is logged under the name of no person where nobody is said to ask', async () => {
    const forum = await start();
    expect(await collect(forum.personalData.export('ann'))).toEqual([]);
    expect(await forum.lookups()).toMatchObject([
      { staffId: 'system', kind: 'export', userId: 'ann', results: 0 },
    ]);
  });

  it('holds earlier exports, and not itself', async () => {
    const forum = await start();
    await collect(forum.personalData.export('ann', BY));
    forum.clock.set(NOW + 1000);
    expect(await collect(forum.personalData.export('ann', BY))).toEqual([
      { kind: 'lookup', at: new Date(NOW), reason: BY.reason },
    ]);
  });

  it('is given to nobody without a readable user, a name and a reason, or a row in the log', async () => {
    const forum = await start();
    await forum.given({ user: 'ann' });
    const exported = (user: unknown, by?: unknown) =>
      collect(forum.personalData.export(user as string, by as typeof BY));
    await expect(exported('ann ')).rejects.toMatchObject({ code: 'INVALID_USER' });
    await expect(exported(null)).rejects.toMatchObject({ code: 'INVALID_USER' });
    await expect(exported('ann', { ...BY, staffId: '' })).rejects.toMatchObject({ code: 'INVALID_USER' });
    await expect(exported('ann', { ...BY, reason: 'x' })).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
    expect(await forum.lookups()).toEqual([]);
    await forum.dataSource.query('alter table audit_trail_lookup rename to moved_lookup');
    await expect(exported('ann', BY)).rejects.toMatchObject({ code: 'NOT_RECORDED' });
    await forum.dataSource.query('alter table moved_lookup rename to audit_trail_lookup');
  });

  it('fails with a code, and with nothing of the person, where the database gives no answer', async () => {
    const forum = await start();
    await forum.given({ user: 'secret-ann' });
    await forum.dataSource.query('alter table audit_trail_entry rename to audit_trail_away');
    const refused = collect(forum.personalData.export('secret-ann'));
    await expect(refused).rejects.toMatchObject({ code: 'NOT_ANSWERED', driverCode: expect.any(String) });
    await expect(refused).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/secret|select/i) }),
    );
    await forum.dataSource.query('alter table audit_trail_away rename to audit_trail_entry');
  });

  it('waits for the entries that this process has in memory', async () => {
    const forum = await start();
    const recorded = forum.trail.recordFor({ user: 'ann', ip: '203.0.113.7' }, entityReference(Account, 1));
    expect(await collect(forum.personalData.export('ann'))).toHaveLength(1);
    await recorded;
  });

  describe('holds nothing past its time, though nobody has pruned', () => {
    it('no entry, no lookup and no address of the host', async () => {
      const forum = await start({ ...AS_MEMBERS, ipStoreDays: 5, lookupLogDays: 3, prune: false });
      await forum.given({ user: 'ann', days: 6 }, { user: 'ann', days: 5 }, { user: 'ann', days: 4.999 });
      await forum.member('ann', { joinedAt: String(NOW - 5 * DAY_MS), joinIp: '203.0.113.7' });
      const logins = forum.dataSource.getRepository(Login);
      await logins.insert(
        [6, 5, 4].map((days) => ({
          memberNumber: 1,
          number: days,
          member: 'ann',
          at: String(NOW - days * DAY_MS),
          from: `203.0.113.${days}`,
        })),
      );
      forum.clock.set(NOW - 3 * DAY_MS);
      const log = forum.app.get(AccessLog, { strict: false });
      await log.log(Staff.of(BY), 'entries', [{ userId: 'ann' }]);
      forum.clock.set(NOW);
      expect(await collect(forum.personalData.export('ann'))).toMatchObject([
        { kind: 'entry', createdAt: new Date(NOW - 4.999 * DAY_MS) },
        { kind: 'column', entity: 'Login', column: 'from', ip: '203.0.113.4' },
      ]);
    });

    it('and of entries that are kept longer, no address and no snapshot', async () => {
      const forum = await start({ ...AS_MEMBERS, ipStoreDays: 5, keepEntries: { days: 10 }, prune: false });
      await forum.given({ user: 'ann', days: 10 }, { user: 'ann', days: 9 }, { user: 'ann', days: 4 });
      expect(await collect(forum.personalData.export('ann'))).toMatchObject([
        { ip: '203.0.113.7', snapshot: { title: 'Welcome' } },
        { ip: null, snapshot: null, createdAt: new Date(NOW - 9 * DAY_MS) },
      ]);
    });
  });

  it('of 100,000 entries holds each once, and never more than a page of 500 in memory', async () => {
    const forum = await start({ ...AS_MEMBERS, ipStoreDays: 200 });
    const total = 100_000;
    await write(
      forum,
      Array.from({ length: total }, (_, i) => rowOf({ user: 'ann', days: 2 + i / total })),
    );
    const pages = jest.spyOn(forum.app.get(PersonStore, { strict: false }), 'entriesOf');
    const ids = new Set<string>();
    let mostAhead = 0;
    for await (const record of forum.personalData.export('ann')) {
      mostAhead = Math.max(mostAhead, pages.mock.calls.length * 500 - ids.size);
      if (record.kind === 'entry') ids.add(record.id);
    }
    expect(ids.size).toBe(total);
    expect(mostAhead).toBe(500);
    const sizes = await Promise.all(
      pages.mock.results.map(async ({ value }) => ((await value) as unknown[]).length),
    );
    expect(Math.max(...sizes)).toBe(500);
  }, 120_000);
});
