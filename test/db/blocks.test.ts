import { describe, expect, it } from '@jest/globals';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { BY, guard, NOW } from './block-world.js';
import { codeOf } from './investigation-world.js';
import { DAY_MS } from './retention-world.js';

describeEachDatabase('a block', (database) => {
  const forums = forumsOfTest();

  it('refuses its range at once, and comes back as it was made', async () => {
    const forum = await guard(forums, database());
    const block = await forum.block('203.0.113.77/24', { message: 'Write to us.', expiresAt: null });
    expect(block).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      range: '203.0.113.0/24',
      effect: 'deny',
      reason: BY.reason,
      message: 'Write to us.',
      staffId: 'boss',
      createdAt: new Date(NOW),
      expiresAt: null,
      liftedAt: null,
      liftedBy: null,
      liftReason: null,
      hits: 0,
      lastHitOn: null,
      importId: null,
    });
    expect(forum.blocks.match('203.0.113.7')).toEqual(block);
    expect(forum.blocks.match('::ffff:203.0.113.7')).toEqual(block);
    expect(forum.blocks.match('203.0.114.7')).toBeNull();
    expect((await forum.blocks.list()).items).toEqual([block]);
  });

  it('ends after 30 days unless something else is said, and the last millisecond is still blocked', async () => {
    const forum = await guard(forums, database());
    const { expiresAt } = await forum.block('203.0.113.7');
    expect(expiresAt).toEqual(new Date(NOW + 30 * DAY_MS));
    forum.clock.set(NOW + 30 * DAY_MS);
    expect(forum.effectOn('203.0.113.7')).toBe('deny');
    forum.clock.set(NOW + 30 * DAY_MS + 1);
    expect(forum.effectOn('203.0.113.7')).toBeNull();
  });

  it('gives way to a rule within it, which gives way to it when it ends, with no rebuild', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.0/24', { expiresAt: null });
    await forum.block('203.0.113.7', { effect: 'allow', expiresAt: new Date(NOW + 300) });
    expect([forum.effectOn('203.0.113.7'), forum.effectOn('203.0.113.8')]).toEqual(['allow', 'deny']);
    forum.clock.set(NOW + 301);
    expect(forum.effectOn('203.0.113.7')).toBe('deny');
  });

  it('of sign-ups counts where accounts are made only', async () => {
    const forum = await guard(forums, database());
    await forum.block('2001:db8::/32', { effect: 'deny-sign-up' });
    expect(forum.effectOn('2001:DB8::7')).toBeNull();
    expect(forum.effectOn('2001:DB8::7', 'sign-up')).toBe('deny-sign-up');
  });

  it('is over as soon as it is lifted, and the list says by whom and why', async () => {
    const forum = await guard(forums, database());
    const { id } = await forum.block('203.0.113.7');
    forum.clock.set(NOW + 1000);
    await forum.blocks.lift(id, { staffId: 'chief', reason: 'It was 203.0.113.9' });
    expect(forum.effectOn('203.0.113.7')).toBeNull();
    expect((await forum.blocks.list({ live: true })).items).toEqual([]);
    expect((await forum.blocks.list({ live: false })).items).toMatchObject([
      {
        id,
        liftedAt: new Date(NOW + 1000),
        liftedBy: 'chief',
        liftReason: 'It was [address]',
        staffId: 'boss',
      },
    ]);
    expect(await codeOf(forum.blocks.lift(id, BY))).toBe('NOT_FOUND');
    expect(await codeOf(forum.blocks.lift('7', BY))).toBe('NOT_FOUND');
    expect(await codeOf(forum.blocks.lift({ importId: id }, BY))).toBe('NOT_FOUND');
    expect(await codeOf(forum.blocks.lift(id, { ...BY, reason: ' ' }))).toBe('REASON_REQUIRED');
  });

  it('that would change nothing is refused, whichever process made the first', async () => {
    const forum = await guard(forums, database());
    const other = await guard(forums, database(), { isReplica: true });
    await forum.block('203.0.113.0/24');
    expect(await codeOf(other.block('203.0.113.7'))).toBe('ALREADY_BLOCKED');
    expect(other.effectOn('203.0.113.7')).toBe('deny');
    await forum.block('203.0.113.7', { expiresAt: null });
    expect(await codeOf(other.block('203.0.113.7/32'))).toBe('ALREADY_BLOCKED');
    await other.block('203.0.113.7', { effect: 'allow' });
    await other.block('203.0.113.0/24', { expiresAt: null });
  });

  it('that hits the wrong people is refused, unless forced; neverBlock even then', async () => {
    const forum = await guard(forums, database(), { trail: { neverBlock: ['198.51.100.0/24'] } });
    for (const range of [
      '0.0.0.0/0',
      '203.0.0.0/15',
      '2001:db8::/31',
      '10.1.2.3',
      '::1',
      'fe80::1',
      '2002::/16',
    ]) {
      expect(await codeOf(forum.block(range))).toBe('NOT_BLOCKABLE');
    }
    expect(await codeOf(forum.block('203.0.113.0/24', { staffIp: '203.0.113.9' }))).toBe('NOT_BLOCKABLE');
    expect(await codeOf(forum.block('198.51.100.7', { force: true }))).toBe('NOT_BLOCKABLE');
    expect((await forum.blocks.list()).items).toEqual([]);
    await forum.block('203.0.113.0/24', { staffIp: '203.0.113.9', force: true });
    await forum.block('10.1.2.3', { effect: 'allow' });
    expect([forum.effectOn('203.0.113.9'), forum.effectOn('10.1.2.3')]).toEqual(['deny', 'allow']);
  });

  it('that nobody can read is refused with a code of its own', async () => {
    const forum = await guard(forums, database());
    expect(await codeOf(forum.block('203.0.113'))).toBe('INVALID_RANGE');
    expect(await codeOf(forum.block('203.0.113.7', { reason: '' }))).toBe('REASON_REQUIRED');
    expect(await codeOf(forum.block('203.0.113.7', { staffId: '' }))).toBe('INVALID_USER');
    expect(await codeOf(forum.block('203.0.113.7', { expiresAt: new Date(NOW - 1) }))).toBe('INVALID_TIME');
    expect(await codeOf(forum.block('203.0.113.7', { staffIp: 'unknown' }))).toBe('INVALID_IP');
    expect(await codeOf(forum.block('203.0.113.7', { message: 'x'.repeat(501) }))).toBe('INVALID_ENTRY');
    expect(await codeOf(forum.block('203.0.113.7', { effect: 'drop' as 'deny' }))).toBe('INVALID_OPTIONS');
    expect(await codeOf(() => forum.blocks.match('unknown'))).toBe('INVALID_IP');
  });
});

describeEachDatabase('the list of blocks', (database) => {
  const forums = forumsOfTest();

  it('comes in pages, newest first, and finds what overlaps a range', async () => {
    const forum = await guard(forums, database());
    const ranges = ['203.0.113.7/32', '203.0.113.0/24', '2001:db8::/64', '198.51.100.7/32', '203.0.112.0/22'];
    for (const range of ranges) await forum.block(range);
    const first = await forum.blocks.list({ limit: 3 });
    expect(first.items.map(({ range }) => range)).toEqual(ranges.toReversed().slice(0, 3));
    expect(first.oldestKept).toEqual(new Date(NOW));
    const second = await forum.blocks.list({ limit: 3, after: first.next ?? '' });
    expect([second.items.map(({ range }) => range), second.next]).toEqual([
      ranges.toReversed().slice(3),
      null,
    ]);
    const overlapping = await forum.blocks.list({ range: '203.0.113.4/30' });
    expect(overlapping.items.map(({ range }) => range)).toEqual([ranges[4], ranges[1], ranges[0]]);
    expect((await forum.blocks.list({ effect: 'allow' })).items).toEqual([]);
    expect(await codeOf(forum.blocks.list({ after: '7' }))).toBe('INVALID_CURSOR');
    expect(await codeOf(forum.blocks.list({ limit: 501 }))).toBe('INVALID_OPTIONS');
    expect(await codeOf(forum.blocks.list({ ranges: '::1' } as object))).toBe('INVALID_OPTIONS');
  });

  it('holds no range that ended longer ago than the store time, although nobody has pruned', async () => {
    const forum = await guard(forums, database(), { trail: { ipStoreDays: 5 } });
    await forum.block('203.0.113.7', { expiresAt: new Date(NOW + 1000), message: 'You, 203.0.113.7' });
    forum.clock.set(NOW + 1000 + 5 * DAY_MS - 1);
    expect((await forum.blocks.list({ range: '203.0.113.7' })).items).toHaveLength(1);
    forum.clock.set(NOW + 1000 + 5 * DAY_MS);
    expect((await forum.blocks.list({ range: '203.0.113.7' })).items).toEqual([]);
    const { items } = await forum.blocks.list();
    expect(items).toMatchObject([{ range: '', message: null, reason: BY.reason, staffId: 'boss' }]);
  });
});

describeEachDatabase('blocks in two processes', (database) => {
  const forums = forumsOfTest();

  it('are seen by the other with its next look: added, lifted, and made while it looked away', async () => {
    const forum = await guard(forums, database());
    const other = await guard(forums, database(), { isReplica: true });
    const { id } = await forum.block('203.0.113.7');
    expect(other.effectOn('203.0.113.7')).toBeNull();
    await other.refresh();
    expect(other.effectOn('203.0.113.7')).toBe('deny');
    await other.blocks.lift(id, BY);
    for (let host = 1; host <= 120; host++) await other.block(`198.51.100.${host}`);
    expect(forum.effectOn('203.0.113.7')).toBe('deny');
    await forum.refresh();
    expect(forum.effectOn('203.0.113.7')).toBeNull();
    expect([forum.effectOn('198.51.100.1'), forum.effectOn('198.51.100.120')]).toEqual(['deny', 'deny']);
  });

  it('that are made at once are all made, and the same one only once', async () => {
    const forum = await guard(forums, database());
    const other = await guard(forums, database(), { isReplica: true });
    const hosts = Array.from({ length: 6 }, (_, i) => `203.0.113.${i}`);
    const same = await Promise.all(
      [forum, other].flatMap(({ block }) => [...hosts, '198.51.100.7'].map((range) => codeOf(block(range)))),
    );
    expect(same.filter((code) => code === 'no error')).toHaveLength(7);
    expect(same.filter((code) => code === 'ALREADY_BLOCKED')).toHaveLength(7);
    expect((await forum.blocks.list()).items).toHaveLength(7);
  });

  it('of a database that was restored to an older state, whether or not it went on from there, are noticed', async () => {
    const forum = await guard(forums, database());
    const other = await guard(forums, database(), { isReplica: true });
    await forum.block('203.0.113.7');
    const settings = await forum.dataSource.query(
      `select name, value from audit_trail_setting where name = 'blocks.versions'`,
    );
    await forum.block('203.0.113.8');
    await other.refresh();
    await forum.dataSource.query(`delete from audit_trail_block where changed_in = 2`);
    await forum.dataSource.query(
      `update audit_trail_setting set value = '${settings[0].value}' where name = 'blocks.versions'`,
    );
    await forum.refresh();
    expect(['7', '8'].map((host) => forum.effectOn(`203.0.113.${host}`))).toEqual(['deny', null]);
    await guard(forums, database(), { isReplica: true }).then(({ block }) => block('203.0.113.9'));
    await other.refresh();
    expect(['7', '8', '9'].map((host) => other.effectOn(`203.0.113.${host}`))).toEqual([
      'deny',
      null,
      'deny',
    ]);
  });
});

describeEachDatabase('all blocks', (database) => {
  const forums = forumsOfTest();

  it('are read again every ten minutes, so that what somebody changed by hand is seen', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.7');
    await forum.dataSource.query('update audit_trail_block set lifted_at = 1, ends_at = 1');
    forum.clock.set(NOW + 8 * 60_000);
    await forum.refresh();
    expect(forum.effectOn('203.0.113.7')).toBe('deny');
    forum.clock.set(NOW + 10 * 60_000);
    await forum.refresh();
    expect(forum.effectOn('203.0.113.7')).toBeNull();
  });
});

describe('before blocks have been read', () => {
  const forums = forumsOfTest();

  it('nobody is told that an address is not blocked', async () => {
    const { LiveBlocks } = await import('../../src/blocking/live-blocks.js');
    const { IpBlocksService } = await import('../../src/index.js');
    const { app } = await forums.inMemory({
      override: (builder) =>
        builder.overrideProvider(LiveBlocks).useValue({ isLoaded: false, index: { size: 0 } }),
      trail: { blocks: { loadTimeoutMs: 0 } },
    });
    expect(await codeOf(() => app.get(IpBlocksService).match('203.0.113.7'))).toBe('NOT_ANSWERED');
  });
});
