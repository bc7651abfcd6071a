import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditTrailEntry, entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { lockTrail } from '../support/forum/trail-lock.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { TestClock } from './retention-world.js';
import { turns } from './turns.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;
const WHO = { user: '7', ip: '203.0.113.7' };
const thing = entityReference(Thread, 7);

describeEachDatabase('recording without a request', (database) => {
  const clock = new TestClock(NOW);
  let forum: Forum;

  beforeAll(async () => {
    forum = await startForum(database(), { override: clock.override });
  });
  beforeEach(() => forum.dataSource.getRepository(AuditTrailEntry).createQueryBuilder().delete().execute());
  afterAll(() => forum.close());

  const record = (more: object = {}) => forum.trail.recordFor(WHO, thing, more);

  describe('the time of an entry', () => {
    it('is now, unless it is said', async () => {
      expect(await record()).toMatchObject({ createdAt: new Date(NOW) });
    });

    it.each([
      ['long ago', 0],
      ['a moment ago', NOW - 1],
      ['as far ahead as clocks may differ', NOW + 5 * MINUTE_MS],
    ])('may be %s', async (_, at) => {
      const entry = await record({ at: new Date(at) });
      expect(await forum.entries()).toEqual([entry]);
      expect(entry).toMatchObject({ createdAt: new Date(at) });
    });

    it.each<[string, unknown, string]>([
      ['further ahead', new Date(NOW + 5 * MINUTE_MS + 1), '2026-11-23T12:05:00.001Z'],
      ['before 1970', new Date(-1), '1969-12-31T23:59:59.999Z'],
      ['an invalid date', new Date(Number.NaN), 'an invalid Date'],
      ['text', '2026-11-23', '"2026-11-23"'],
      ['a number', NOW, String(NOW)],
      ['null', null, 'null'],
    ])('is refused where it is %s', async (_, at, shown) => {
      await expect(record({ at })).rejects.toMatchObject({
        code: 'INVALID_TIME',
        message: `The time "at" was ${shown}; wanted a Date between 1970 and five minutes from now.`,
      });
      expect(await forum.entries()).toEqual([]);
    });
  });

  it('refuses an address that cannot be read, without showing it', async () => {
    const refused = forum.trail.recordFor({ user: '7', ip: '10.1.2.3:80' }, thing);
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_IP',
      message:
        'The IP is a string of 11 characters, not an address; wanted one IPv4 or IPv6 address without a port, or null where none is known.',
      value: '10.1.2.3:80',
    });
  });

  it.each([[undefined], [null], ['203.0.113.7']])(
    'says what to pass instead of the request %p',
    async (request) => {
      await expect(forum.trail.record(request as unknown as object, thing)).rejects.toMatchObject({
        name: 'AuditTrailError',
        code: 'INVALID_OPTIONS',
        message: expect.stringMatching(/as the request; wanted .* recordFor\(\{ user, ip \}, entity\)/),
      });
    },
  );

  it('refuses a user without a readable id', async () => {
    const refused = forum.trail.recordFor({ user: { id: '' }, ip: '203.0.113.7' }, thing);
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_USER' });
  });

  it('keeps IPv4 that came as IPv6 as the IPv4 address that it is, and drops a zone', async () => {
    for (const ip of ['::ffff:203.0.113.7', '::FFFF:CB00:7107', 'fe80::1%eth0', '2001:DB8:0:0::7']) {
      await forum.trail.recordFor({ user: '7', ip }, thing);
    }
    const ips = (await forum.entries()).map(({ ip }) => ip);
    expect(ips).toEqual(['203.0.113.7', '203.0.113.7', 'fe80::1', '2001:db8::7']);
  });

  it('keeps the order of what is recorded in one millisecond', async () => {
    const all = Array.from({ length: 200 }, (_, i) => `action ${i}`);
    await Promise.all(all.map((action) => record({ action })));
    expect((await forum.entries()).map(({ action }) => action)).toEqual(all);
  });

  it('writes what comes at once with few statements', async () => {
    const before = forum.trail.stats();
    await Promise.all(Array.from({ length: 200 }, () => record()));
    const after = forum.trail.stats();
    expect(after.written - before.written).toBe(200);
    expect(after.batches - before.batches).toBeLessThanOrEqual(3);
  });

  it('writes what came while a statement was under way with one more', async () => {
    const before = forum.trail.stats();
    const unlock = await lockTrail(forum);
    const first = record();
    await turns();
    const others = Array.from({ length: 50 }, () => record());
    await turns();
    expect(forum.trail.stats()).toMatchObject({ waiting: 51, batches: before.batches });
    await unlock();
    await Promise.all([first, ...others]);
    expect(forum.trail.stats().batches - before.batches).toBeLessThanOrEqual(3);
  });

  it('is flushed when all that was accepted is durable', async () => {
    const unlock = await lockTrail(forum);
    const entries = [record(), record()];
    let flushed = false;
    const flush = forum.trail.flush().then(() => (flushed = true));
    await turns();
    expect([flushed, forum.trail.stats().waiting]).toEqual([false, 2]);
    await unlock();
    await flush;
    expect(await forum.entries()).toHaveLength(2);
    expect(forum.trail.stats().waiting).toBe(0);
    await Promise.all(entries);
    await forum.trail.flush();
  });
});
