import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Between, type FindOptionsWhere, In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { AuditTrailEntry, entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { type Forum, startForum } from '../support/forum/world.js';

const at = (ms: number) => new Date(1_000_000 + ms);

describeEachDatabase("an application that reads the entries with TypeORM's own repository", (database) => {
  let forum: Forum;

  beforeAll(async () => {
    forum = await startForum(database());
    const ips = ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::7', '198.51.100.1'];
    for (const [i, ip] of ips.entries()) {
      const options = { at: at(i), snapshot: { i }, action: `action ${i}` };
      await forum.trail.recordFor({ user: `u${i}`, ip }, entityReference('Thing', i), options);
    }
    await repository().update({ userId: 'u3' }, { ip: null, snapshot: null });
  });
  afterAll(() => forum.close());

  const repository = () => forum.dataSource.getRepository(AuditTrailEntry);

  it.each<[string, FindOptionsWhere<AuditTrailEntry>, string[]]>([
    ['an address', { ip: '203.0.113.7' }, ['u0', 'u1']],
    ['an address in another spelling', { ip: '2001:DB8:0:0::7' }, ['u2']],
    ['IPv4 written as IPv6', { ip: '::ffff:cb00:7107' }, ['u0', 'u1']],
    ['several addresses', { ip: In(['2001:db8::7', '203.0.113.7']) }, ['u0', 'u1', 'u2']],
    ['what is no address', { ip: 'unknown' }, []],
    ['no address any more', { ip: IsNull() }, ['u3']],
    ['an address at all', { ip: Not(IsNull()) }, ['u0', 'u1', 'u2']],
    ['a time', { createdAt: at(1) }, ['u1']],
    ['a time and what was before', { createdAt: LessThanOrEqual(at(1)) }, ['u0', 'u1']],
    ['a span of time', { createdAt: Between(at(1), at(2)) }, ['u1', 'u2']],
  ])('finds them by %s', async (_, where, users) => {
    const found = await repository().find({ where, order: { id: 'ASC' } });
    expect(found.map(({ userId }) => userId)).toEqual(users);
  });

  it('gets dates, addresses and objects', async () => {
    expect(await repository().findOneByOrFail({ userId: 'u2' })).toEqual({
      id: expect.stringMatching(/^0000000f-4242-7/),
      createdAt: at(2),
      userId: 'u2',
      ip: '2001:db8::7',
      action: 'action 2',
      entityType: 'Thing',
      entityId: '2',
      outcome: 'done',
      snapshot: { i: 2 },
    });
    expect(await repository().findOneByOrFail({ userId: 'u3' })).toMatchObject({ ip: null, snapshot: null });
  });
});
