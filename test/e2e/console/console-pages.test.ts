import { beforeEach, expect, it } from '@jest/globals';
import { AuditTrailService, entityReference } from '../../../src/index.js';
import { AuditTrailBlock } from '../../../src/storage/entities/audit-trail-block.entity.js';
import { AuditTrailLookup } from '../../../src/storage/entities/audit-trail-lookup.entity.js';
import { describeForumOnEachServer } from '../../support/forum/each-forum.js';
import type { Forum } from '../../support/forum/world.js';
import { consoleSettings, StaffMember } from './console-world.js';

/** 7 and 8 share a home; 9 was there once; a crowd of thirty shares another address with 7. */
async function act(forum: Forum): Promise<void> {
  const trail = forum.app.get(AuditTrailService);
  const now = Date.now();
  const entry = (user: number | string, ip: string, minutesAgo: number) => ({
    user,
    ip,
    entity: entityReference('Thread', '4711'),
    action: 'thread.start',
    at: new Date(now - minutesAgo * 60_000),
  });
  await trail.recordMany([
    ...[1, 50, 3_000].map((ago) => entry(7, '203.0.113.7', ago)),
    ...[2, 60, 5_000].map((ago) => entry(8, '203.0.113.7', ago)),
    ...[4, 44].map((ago) => entry(7, '2001:db8:1:2::7', ago)),
    entry(8, '2001:db8:1:2::8', 41),
    entry('boss', '203.0.113.7', 70),
    ...Array.from({ length: 30 }, (_, i) => entry(`crowd${i}`, '198.51.100.9', 90 + i)),
    entry(7, '198.51.100.9', 95),
  ]);
}

describeForumOnEachServer(
  'the pages of the console',
  () => consoleSettings(),
  (forum) => {
    let boss: StaffMember;

    beforeEach(async () => {
      boss = new StaffMember(forum());
      for (const entity of [AuditTrailBlock, AuditTrailLookup]) {
        await forum().dataSource.createQueryBuilder().delete().from(entity).execute();
      }
      await act(forum());
    });
    const log = async () =>
      (
        await forum()
          .dataSource.getRepository(AuditTrailLookup)
          .find({ order: { id: 'ASC' } })
      ).map(({ kind, userId, entityId, results }) => [kind, userId ?? entityId, results]);

    it('begins with one field, and what waits', async () => {
      const { text } = await boss.get();
      expect(text).toMatch(/<input[^>]* name="q"/);
      expect(text).toContain('Blocks that end within three days');
      expect(text).toContain('Nothing is overdue.');
    });

    it('asks for a reason once, and remembers it', async () => {
      const refused = await boss.post('/find', { q: '7', reason: '' });
      expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('Say why') });
      expect(refused.text).toMatch(/name="q" value="7"/);
      expect(await boss.find({ q: '7' })).toMatchObject({ status: 200 });
      expect(await boss.post('/find', { user: '8' })).toMatchObject({ status: 303 });
      expect((await boss.get()).text).toContain('value="two accounts, one voice"');
    });

    it('shows a user with those who share a network, staff apart, and a crowd as weak', async () => {
      const { text } = await boss.find({ q: '7' });
      expect(text).toContain('<h1>Name of 7</h1>');
      const linked = text.slice(
        text.indexOf('Accounts that may be the same person'),
        text.indexOf('id="networks"'),
      );
      expect(linked).toContain('Name of 8');
      expect(linked).toContain('On 2 of the user’s 3 networks; on one of them nobody else.');
      // Who was in a crowd with them is no more than a weak link.
      expect(linked).toMatch(/Name of crowd\d+<\/button>.*?<span class="badge weak">weak/s);
      expect(linked.slice(linked.indexOf('Staff members on the same'))).toContain('Name of boss');
      expect(text).toContain('2001:db8:1:2::/64');
      expect(text).toMatch(/<svg[^>]*role="img" aria-label="6 entries on/);
      expect(await log()).toEqual([['consoleUser', '7', 3]]);
    });

    it('shows who was on an address, whom a block would hit, and what is wider', async () => {
      const { text } = await boss.find({ q: '203.0.113.7' });
      for (const said of [
        'Name of 7',
        'Name of 8',
        'Widen to 203.0.113.0/24',
        '3 users, 3 of them in the last',
      ]) {
        expect(text).toContain(said);
      }
      expect(text).toMatch(/1 staff member among them:.*Name of boss/s);
      expect(await log()).toHaveLength(1);
    });

    it('compares accounts: the networks that they share, and taking turns', async () => {
      const { text } = await boss.find({ with: ['7', '8'] });
      expect(text).toContain('2 accounts side by side');
      expect(text).toMatch(/<td class="s\d">3<\/td>/);
      expect(text).toMatch(/Name of [78] and Name of [78] took turns on/);
      expect((await log()).map(([kind, about]) => [kind, about])).toEqual([
        ['consoleCompare', '7'],
        ['consoleCompare', '8'],
      ]);
      expect(await boss.post('/find', { with: '7' })).toMatchObject({ status: 400 });
    });

    it('shows who acted on an entity, page by page, as one lookup', async () => {
      const page = await boss.post('/find', { q: 'Thread 4711', reason: 'who moved it' });
      const first = await boss.get(`/${page.headers.location}`);
      expect(first.text).toContain('Name of crowd');
      expect(await log()).toHaveLength(1);
      // The same by a click on an entry.
      expect(await boss.find({ entity: 'Thread 4711' })).toMatchObject({
        text: expect.stringContaining('<h1>Thread 4711</h1>'),
      });
    });

    it('shows a long table page by page, as one lookup', async () => {
      const { headers } = await boss.post('/find', { q: '198.51.100.9', reason: 'who is the crowd' });
      const page = `/${headers.location}`;
      const usersOn = async (query: string) => {
        const { text } = await boss.get(page + query);
        const table = text.slice(text.indexOf('id="users"'), text.indexOf('Whom a block would hit'));
        return [...table.matchAll(/type="checkbox" name="with" value="(\w+)"/g)].map(([, id]) => id);
      };
      const [first, second] = [await usersOn(''), await usersOn('&users=2')];
      expect([first.length, second.length]).toEqual([25, 6]);
      expect(new Set([...first, ...second]).size).toBe(31);
      expect(await log()).toHaveLength(1);
    });

    it('blocks an address, shows it, and lifts it', async () => {
      const fields = {
        range: '198.51.100.9',
        effect: 'deny',
        days: '14',
        reason: 'spam',
        message: 'Write to us.',
      };
      const added = await boss.post('/blocks/add', fields);
      expect(added).toMatchObject({ status: 303, headers: { location: '../blocks?said=added' } });
      const list = await boss.get('/blocks?said=added');
      expect(list.text).toContain('>198.51.100.9<');
      expect(list.text).toContain('The block is in force.');
      expect(await boss.post('/blocks/add', { ...fields, days: '1' })).toMatchObject({ status: 409 });
      const id = /name="block" value="([^"]+)"/.exec(list.text)?.[1] ?? '';
      expect(await boss.post('/blocks/lift', { block: id, reason: 'a mistake' })).toMatchObject({
        status: 303,
      });
      expect((await boss.get('/blocks')).text).toContain('No block is in force.');
      expect((await boss.get('/blocks?ended=yes')).text).toContain('lifted by boss');
    });

    it('does not let staff block themselves, or private addresses', async () => {
      const fields = { effect: 'deny', days: '14', reason: 'spam' };
      expect(await boss.post('/blocks/add', { ...fields, range: '10.0.0.1' })).toMatchObject({ status: 409 });
      expect(await boss.post('/blocks/add', { ...fields, range: '127.0.0.1' })).toMatchObject({
        status: 409,
      });
    });

    it('blocks the networks of a user, and shows their ranges in no list', async () => {
      const { text } = await boss.post('/blocks/for-user', {
        user: '8',
        effect: 'deny',
        days: '14',
        reason: 'spam',
      });
      expect(text).toContain('Left out');
      expect(text).toContain('1 network is blocked now.');
      expect(text).toContain('>203.0.113.7<');
      const list = await boss.get('/blocks');
      expect(list.text).toContain('networks of a user');
      expect(list.text).not.toContain('2001:db8');
    });

    it('searches the log of lookups, which is a lookup', async () => {
      await boss.find({ q: '7' });
      const sent = await boss.post('/lookups', { user: '7', reason: 'the monthly look' });
      const { text } = await boss.get(`/${sent.headers.location}`);
      expect(text).toContain('A user (console)');
      expect(text).toMatch(/two accounts, one voice/);
      expect((await log()).map(([kind]) => kind)).toEqual(['consoleUser', 'consoleLookups']);
    });

    it('tells how long addresses are kept, and what a run would delete', async () => {
      expect((await boss.get('/retention')).text).toContain('90 days');
      const { text } = await boss.post('/retention/dry-run', {});
      expect(text).toContain('A run would delete now:');
    });

    it('shows times where the staff member is', async () => {
      const inTokyo = new StaffMember(forum(), { 'x-zone': 'Asia/Tokyo' });
      expect((await inTokyo.find({ q: '7' })).text).toContain('Times are in Asia/Tokyo');
      expect((await boss.find({ q: '7' })).text).toContain('Times are in UTC');
    });

    it('says what is wrong in a sentence, and never in a stack', async () => {
      for (const [q, status] of [
        ['10.0.0.0/8', 400],
        ['\u00e9', 400],
      ] as const) {
        const { status: came, text } = await boss.find({ q });
        expect([q, came]).toEqual([q, status]);
        expect(text).toContain('Not possible');
      }
    });
  },
);
