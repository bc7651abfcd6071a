import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { AuditTrailService, entityReference, IpBlocksService } from '../../../src/index.js';
import { Clock } from '../../../src/clock.js';
import { describeForumOnEachServer } from '../../support/forum/each-forum.js';
import { consoleSettings, StaffMember } from './console-world.js';

const MINUTE_MS = 60_000;
const REASON = { reason: 'two accounts, one voice' };

describeForumOnEachServer(
  'the console as time goes by',
  () => consoleSettings({ trail: { maxLookupsPerDay: 3 } }),
  (forum) => {
    let passed = 0;
    let boss: StaffMember;

    beforeEach(() => {
      passed = 0;
      forum().app.get(Clock, { strict: false }).now = () => Date.now() + passed;
      // Somebody who has looked up nothing yet.
      boss = new StaffMember(forum(), { 'x-staff': randomUUID() });
    });
    afterEach(() => {
      forum().app.get(Clock, { strict: false }).now = () => Date.now();
    });

    it('opens a page for 15 minutes after it was looked up', async () => {
      const { headers } = await boss.post('/find', { user: '7', ...REASON });
      passed = 14.9 * MINUTE_MS;
      expect(await boss.get(`/${headers.location}`)).toMatchObject({ status: 200 });
      passed = 15 * MINUTE_MS;
      expect(await boss.get(`/${headers.location}`)).toMatchObject({ status: 410 });
    });

    it('takes a form for 12 hours', async () => {
      const token = await boss.token();
      passed = 11.9 * 60 * MINUTE_MS;
      expect(await boss.postWith({ token, user: '7', ...REASON }, '/find')).toMatchObject({ status: 303 });
      passed = 12 * 60 * MINUTE_MS;
      expect(await boss.postWith({ token, user: '7', ...REASON }, '/find')).toMatchObject({ status: 403 });
    });

    it('says when a staff member has looked up as much as is allowed, and shows nothing', async () => {
      for (let i = 0; i < 3; i++) {
        expect(await boss.post('/find', { user: '7', ...REASON })).toMatchObject({ status: 303 });
      }
      const { status, text } = await boss.post('/find', { user: '7', ...REASON });
      expect([status, text]).toEqual([429, expect.stringContaining('as many lookups as are allowed')]);
    });

    it('shows a point in time in the zone of the staff member, with UTC at hand', async () => {
      const at = new Date(Date.now() - 60 * MINUTE_MS);
      const entity = entityReference('Thread', '1');
      await forum()
        .app.get(AuditTrailService)
        .recordMany([{ user: '7', ip: '203.0.113.7', entity, at }]);
      const there = new StaffMember(forum(), { 'x-staff': randomUUID(), 'x-zone': 'Asia/Kathmandu' });
      const { text } = await there.find({ user: '7' });
      const shown = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Asia/Kathmandu',
        hour: '2-digit',
        minute: '2-digit',
      }).format(at);
      const utc = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
      expect(text).toMatch(new RegExp(`title="${utc}">[^<]*, ${shown}<`));
    });

    it('lets staff in from an address that is blocked', async () => {
      const blocks = forum().app.get(IpBlocksService);
      const { id } = await blocks.add({
        range: '127.0.0.1',
        reason: 'by mistake',
        staffId: 'boss',
        force: true,
      });
      expect(await boss.get()).toMatchObject({ status: 200 });
      await blocks.lift(id, { staffId: 'boss', reason: 'it was a mistake' });
    });
  },
);
