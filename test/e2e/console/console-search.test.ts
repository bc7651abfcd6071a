import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { beforeEach, expect, it } from '@jest/globals';
import type { UserFinder } from '../../../src/console/index.js';
import { AuditTrailLookup } from '../../../src/storage/entities/audit-trail-lookup.entity.js';
import { describeForumOnEachServer } from '../../support/forum/each-forum.js';
import { consoleOf, consoleSettings, StaffMember } from './console-world.js';

/** Finds nobody, and breaks where somebody is called `broken`. */
@Injectable()
class Finder implements UserFinder {
  findUsers(text: string): Promise<string[]> {
    return text === 'broken' ? Promise.reject(new TypeError('203.0.113.7 is nobody')) : Promise.resolve([]);
  }
}

describeForumOnEachServer(
  'what staff ask the console',
  () => ({ ...consoleSettings(), imports: [consoleOf({ userFinder: Finder })] }),
  (forum) => {
    let boss: StaffMember;
    const today = new Date().toISOString().slice(0, 10);

    beforeEach(async () => {
      await forum().dataSource.createQueryBuilder().delete().from(AuditTrailLookup).execute();
      boss = new StaffMember(forum());
    });

    /** The reasons of the lookups that the log shows. */
    async function searched(fields: Record<string, string>): Promise<string[]> {
      const sent = await boss.post('/lookups', { reason: 'the monthly look', ...fields });
      expect(sent.status).toBe(303);
      const { text } = await boss.get(`/${sent.headers.location}`);
      return [...text.matchAll(/about the (\w+)/g)].map(([, subject = '']) => subject);
    }

    it('searches the log by staff member, user, range and day, and all of them together', async () => {
      const other = new StaffMember(forum(), { 'x-staff': 'carla' });
      await boss.find({ user: '7', reason: 'about the user' });
      await boss.find({ range: '203.0.113.0/24', reason: 'about the range' });
      await other.find({ user: '7', reason: 'about the account' });

      expect(await searched({})).toEqual(['account', 'range', 'user']);
      expect(await searched({ staff: 'carla' })).toEqual(['account']);
      expect(await searched({ user: '7' })).toEqual(['account', 'user']);
      expect(await searched({ range: '203.0.113.7' })).toEqual(['range']);
      expect(await searched({ range: '198.51.100.0/24' })).toEqual([]);
      expect(await searched({ from: today, to: today })).toEqual(['account', 'range', 'user']);
      expect(await searched({ from: '2030-01-01' })).toEqual([]);
      expect(await searched({ to: '2020-01-01' })).toEqual([]);
      expect(await searched({ staff: 'boss', user: '7', from: today })).toEqual(['user']);
    });

    it.each([
      [{ staff: 'é' }, 'That is no user id'],
      [{ user: 'é' }, 'That is no user id'],
      [{ from: 'soon' }, 'That is no time'],
      [{ range: 'somewhere' }, 'That is neither an address nor a range'],
    ])('refuses a search of the log by %j, and logs nothing', async (fields, sentence) => {
      const { status, text } = await boss.post('/lookups', { reason: 'the monthly look', ...fields });
      expect([status, text]).toEqual([400, expect.stringContaining(sentence)]);
      expect(await forum().dataSource.getRepository(AuditTrailLookup).count()).toBe(0);
    });

    it('reports a month that there is, and else this one', async () => {
      expect((await boss.get('/lookups?month=2026-10')).text).toContain('Lookups in October 2026');
      const month = new Date().toLocaleDateString('en-GB', {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      });
      for (const text of ['', '?month=2026-13', '?month=soon']) {
        expect((await boss.get(`/lookups${text}`)).text).toContain(`Lookups in ${month}`);
      }
      // Of what is older than the log nothing is offered.
      expect((await boss.get('/lookups?month=2020-01')).text).not.toContain('month=2019-12');
    });

    it.each([
      [{ q: 'Thread 4711' }, 'Thread 4711'],
      [{ user: '7' }, '7'],
      [{ range: '203.0.113.0/24' }, '203.0.113.0/24'],
      [{ entity: 'Thread 4711' }, 'Thread 4711'],
    ])('keeps what was asked where the reason is still missing: %j', async (fields, kept) => {
      const newcomer = new StaffMember(forum(), { 'x-staff': randomUUID() });
      const { status, text } = await newcomer.post('/find', fields);
      expect([status, text]).toEqual([400, expect.stringContaining('Say why')]);
      expect(text).toContain(`name="q" value="${kept}"`);
    });

    it('says that it failed, and writes into the log where, and nothing that was asked', async () => {
      const { status, text } = await boss.find({ q: 'broken' });
      expect([status, text]).toEqual([500, expect.stringContaining('Something went wrong on our side.')]);
      expect(text).not.toMatch(/TypeError|nobody|\bat \S+:\d+/);
      const { logs } = forum();
      expect(logs.messages('error')).toEqual(['A page of the console could not be made (TypeError).']);
      expect(logs.lines.map(({ stack }) => stack).join('')).toMatch(/^ +at .*console-search/);
      expect(JSON.stringify(logs.lines)).not.toContain('203.0.113.7');
    });
  },
);
