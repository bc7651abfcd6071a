import { expect, it } from '@jest/globals';
import type { BlockPreview } from '../../src/index.js';
import { AuditTrailLookup } from '../../src/storage/entities/audit-trail-lookup.entity.js';
import { EntryIds } from '../../src/storage/entry-id.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { BY, guard, type GuardedForum } from './block-world.js';
import { codeOf, type GivenEntry, rowOf, write } from './investigation-world.js';
import { DAY_MS } from './retention-world.js';

const given = (forum: GuardedForum, ...entries: readonly GivenEntry[]) =>
  write(forum, entries.map(rowOf(new EntryIds())));
const lookups = ({ dataSource }: GuardedForum) =>
  dataSource.getRepository(AuditTrailLookup).find({ order: { id: 'ASC' } });
const crowd = (users: number, ip: string): GivenEntry[] =>
  Array.from({ length: users }, (_, i) => ({ user: `crowd-${i}`, ip }));

describeEachDatabase('the preview of a block', (database) => {
  const forums = forumsOfTest();

  it('counts who acted from the range, and is in the log of lookups', async () => {
    const forum = await guard(forums, database());
    await given(
      forum,
      { user: 'quiet', ip: '203.0.113.200', ago: 40 * DAY_MS },
      { user: 'busy', ip: '203.0.113.7' },
      { user: 'busy', ip: '203.0.113.8', ago: 50 * DAY_MS },
      { user: 'active', ip: '203.0.113.7', ago: 30 * DAY_MS },
      { user: 'next door', ip: '203.0.114.7' },
      { user: 'expired', ip: '203.0.113.7', ago: 90 * DAY_MS },
      { user: 'failed', ip: '203.0.113.7', outcome: 'failed' },
      { user: null, ip: '203.0.113.7', outcome: 'failed' },
    );
    expect(await forum.blocks.preview('203.0.113.0/24', BY)).toEqual({
      addresses: '256',
      users: 3,
      activeUsers: 2,
      staff: [],
      examples: ['busy', 'active', 'quiet'],
      askedForStaff: 0,
      truncated: false,
    } satisfies BlockPreview);
    expect(await lookups(forum)).toMatchObject([
      { kind: 'preview', staffId: 'boss', reason: BY.reason, rangeFirst: '4cb007100', results: 3 },
    ]);
    expect(await forum.blocks.preview('2001:db8::/64', BY)).toMatchObject({
      addresses: (2n ** 64n).toString(),
      users: 0,
      examples: [],
    });
  });

  it('names staff among the thousand busiest users, asked for in calls of at most 500', async () => {
    const calls: number[] = [];
    const describeUsers = async (ids: string[]) => {
      calls.push(ids.length);
      return new Map(ids.map((id) => [id, { name: id, staff: id === 'crowd-999' || id === 'moderator' }]));
    };
    const forum = await guard(forums, database(), { trail: { describeUsers } });
    await given(forum, ...crowd(1_100, '203.0.113.7'), ...crowd(1_000, '203.0.113.8'), {
      user: 'moderator',
      ip: '203.0.113.7',
    });
    const preview = await forum.blocks.preview('203.0.113.0/24', BY);
    expect(preview).toMatchObject({ users: 1_101, askedForStaff: 1_000, staff: ['crowd-999'] });
    expect(preview.examples).toHaveLength(5);
    expect(calls).toEqual([500, 500]);
  });

  it('says so where nobody can tell who is staff', async () => {
    const describeUsers = async () => {
      throw new Error('away');
    };
    const forum = await guard(forums, database(), { trail: { describeUsers } });
    await given(forum, { user: '7', ip: '203.0.113.7' });
    expect(await forum.blocks.preview('203.0.113.7', BY)).toMatchObject({
      users: 1,
      staff: [],
      askedForStaff: 0,
    });
    expect(forum.logs.messages('warn').join()).toContain('describeUsers failed');
  });

  it('is refused where a lookup would be', async () => {
    const forum = await guard(forums, database(), { trail: { maxLookupsPerDay: 1 } });
    expect(await codeOf(forum.blocks.preview('203.0.0.0/15', BY))).toBe('RANGE_TOO_WIDE');
    expect(await codeOf(forum.blocks.preview('203.0.113', BY))).toBe('INVALID_RANGE');
    expect(await codeOf(forum.blocks.preview('203.0.113.7', { ...BY, reason: '' }))).toBe('REASON_REQUIRED');
    expect(await codeOf(forum.blocks.preview('203.0.113.7', BY))).toBe('no error');
    expect(await codeOf(forum.blocks.preview('203.0.113.7', BY))).toBe('TOO_MANY_LOOKUPS');
  });
});

describeEachDatabase('the networks of a user', (database) => {
  const forums = forumsOfTest();

  it('of the last 30 days are blocked: IPv4 by the address, IPv6 by the /64, or the /56 of two', async () => {
    const forum = await guard(forums, database());
    await given(
      forum,
      { user: '7', ip: '203.0.113.7' },
      { user: '7', ip: '203.0.113.7', ago: DAY_MS },
      { user: '7', ip: '203.0.113.8', ago: 31 * DAY_MS },
      { user: '7', ip: '2001:db8:1:2::7' },
      { user: '7', ip: '2001:db8:2:1ff::1' },
      { user: '7', ip: '2001:db8:2:100::1' },
      { user: '8', ip: '203.0.113.9' },
    );
    const { added, leftOut } = await forum.blocks.addForUser('7', {
      ...BY,
      effect: 'deny-sign-up',
      expiresAt: null,
    });
    expect(leftOut).toEqual([]);
    expect(added.map(({ range }) => range).toSorted()).toEqual([
      '2001:db8:1:2::/64',
      '2001:db8:2:100::/56',
      '203.0.113.7/32',
    ]);
    // The link from a user to an address is not kept past the store time.
    expect(new Set(added.map(({ expiresAt }) => expiresAt?.getTime()))).toEqual(
      new Set([forum.clock.now() + 90 * DAY_MS]),
    );
    expect(forum.effectOn('2001:db8:2:17a::5', 'sign-up')).toBe('deny-sign-up');
    expect(await lookups(forum)).toMatchObject([{ kind: 'addForUser', userId: '7', results: 3 }]);
    expect(
      (await forum.blocks.addForUser(7, { ...BY, effect: 'deny-sign-up', expiresAt: null })).leftOut,
    ).toHaveLength(3);
  });

  it('that a block would hit the wrong people on are left out, and it is said why', async () => {
    const describeUsers = async (ids: string[]) =>
      new Map(ids.map((id) => [id, { name: id, staff: id === 'moderator' }]));
    const forum = await guard(forums, database(), {
      trail: { describeUsers, neverBlock: ['198.51.100.0/24'], sharedRanges: ['192.0.2.0/24'] },
    });
    const ips = [
      '203.0.113.1',
      '203.0.113.2',
      '203.0.113.3',
      '198.51.100.7',
      '192.0.2.7',
      '10.0.0.7',
      '203.0.113.4',
    ];
    await given(
      forum,
      ...ips.map((ip) => ({ user: '7', ip })),
      ...crowd(19, '203.0.113.1'),
      ...crowd(20, '203.0.113.2'),
      { user: 'moderator', ip: '203.0.113.3' },
    );
    await forum.block('203.0.113.4');
    const { added, leftOut } = await forum.blocks.addForUser('7', BY);
    expect(added.map(({ range }) => range)).toEqual(['203.0.113.1/32']);
    const why = Object.fromEntries(leftOut.map(({ network, why: sentence }) => [network, sentence]));
    expect(why).toEqual({
      '203.0.113.2/32': 'More than 20 users acted from it in the last 30 days.',
      '203.0.113.3/32': 'Staff acted from it.',
      '198.51.100.7/32': expect.stringContaining('neverBlock'),
      '192.0.2.7/32': expect.stringContaining('sharedRanges'),
      '10.0.0.7/32': expect.stringContaining('private'),
      '203.0.113.4/32': expect.stringContaining('already'),
    });
    expect(forum.effectOn('203.0.113.2')).toBeNull();
  });

  it('of nobody are refused', async () => {
    const forum = await guard(forums, database());
    expect(await codeOf(forum.blocks.addForUser('', BY))).toBe('INVALID_USER');
    expect(await codeOf(forum.blocks.addForUser('7', { ...BY, reason: '' }))).toBe('REASON_REQUIRED');
    expect(await forum.blocks.addForUser('7', BY)).toEqual({ added: [], leftOut: [] });
  });
});
