import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { AuditTrailService, entityReference, IpBlocksService } from '../../src/index.js';
import { consoleOf, consoleSettings, PATH, StaffMember } from '../e2e/console/console-world.js';
import { type Forum, startForumOn } from '../support/forum/world.js';
import { describeInBrowser, violationsOn } from './browser.js';

/** Knows that "ann" may be two. */
class Finder {
  findUsers(text: string): string[] {
    return text === 'ann' ? ['7', '8'] : [];
  }
}

const TERMS = { effect: 'deny', days: '30', message: '', reason: 'two accounts, one voice' };
const LIST = Array.from({ length: 20 }, (_, i) => `198.51.100.${i * 3}`).join('\n');

/** The way to each page; those of a form are opened by sending it. */
const PAGES: Record<string, string | { to: string; fields: Record<string, string | string[]> }> = {
  'the start page': '',
  'several users of one name': { to: 'find', fields: { q: 'ann' } },
  'a missing reason': { to: 'find', fields: { q: '7', reason: '' } },
  'a user': { to: 'find', fields: { user: '7' } },
  'a user of whom nothing is kept': { to: 'find', fields: { user: 'nobody' } },
  'an address': { to: 'find', fields: { range: '203.0.113.7' } },
  'a range of many': { to: 'find', fields: { range: '198.51.100.0/24' } },
  'an IPv6 network': { to: 'find', fields: { range: '2001:db8:1:2::/64' } },
  'an entity': { to: 'find', fields: { q: 'Thread 4711' } },
  'accounts side by side': { to: 'find', fields: { with: ['7', '8'] } },
  'blocks in force': 'blocks',
  'blocks that have ended': 'blocks?ended=yes',
  'the dry run of an import': { to: 'blocks/import', fields: { list: `203.0.113.200\nnothing`, run: 'dry' } },
  'an import': { to: 'blocks/import', fields: { list: '203.0.113.201', run: 'import' } },
  'the networks of a user blocked': { to: 'blocks/for-user', fields: { user: '8' } },
  proposals: { to: 'proposals', fields: {} },
  'the log of lookups': 'lookups',
  'a search of the log': { to: 'lookups', fields: {} },
  retention: 'retention',
  'a dry run of the pruning': { to: 'retention/dry-run', fields: {} },
  'a refusal': { to: 'find', fields: { q: '10.0.0.0/8' } },
};

describeInBrowser('each page of the console', (open) => {
  let forum: Forum;

  beforeAll(async () => {
    const settings = consoleSettings();
    forum = await startForumOn('better-sqlite3', {
      ...settings,
      imports: [consoleOf({ userFinder: Finder })],
    });
    const entity = entityReference('Thread', '4711');
    const at = (i: number) => new Date(Date.now() - i * 3_600_000);
    await forum.app.get(AuditTrailService).recordMany([
      ...Array.from({ length: 60 }, (_, i) => ({
        user: i % 2 === 0 ? '7' : '8',
        ip: `203.0.113.${i % 30}`,
        entity,
        at: at(i * 7),
      })),
      ...Array.from({ length: 40 }, (_, i) => ({ user: `u${i}`, ip: '198.51.100.77', entity, at: at(i) })),
      ...['7', '8', 'boss'].map((user) => ({ user, ip: '2001:db8:1:2::7', entity, at: at(3) })),
      { user: '7', ip: '198.51.100.77', entity, at: at(4) },
    ]);
    const blocks = forum.app.get(IpBlocksService);
    await blocks.import(LIST.split('\n'), { staffId: 'boss', reason: 'A list of botnets' });
    const { id } = await blocks.add({ range: '192.0.2.7', reason: 'spam', staffId: 'boss' });
    await blocks.lift(id, { staffId: 'boss', reason: 'a mistake' });
  });
  afterAll(() => forum?.close());

  describe.each([
    ['light', 'desk', 1280, ''],
    ['dark', 'phone, without the right to see addresses', 390, 'investigate block'],
  ] as const)('%s, at a %s', (colorScheme, _, width, can) => {
    let context: BrowserContext;
    let page: Page;
    let token: string;

    beforeAll(async () => {
      const extraHTTPHeaders = { 'x-staff': 'boss', ...(can !== '' && { 'x-can': can }) };
      context = await open({ colorScheme, viewport: { width, height: 844 }, extraHTTPHeaders });
      page = await context.newPage();
      token = await new StaffMember(forum).token();
    });
    afterAll(() => context?.close());

    it.each(Object.entries(PAGES))('finds no fault with %s', async (__, way) => {
      if (typeof way === 'string') await page.goto(`${forum.url}/${PATH}/${way}`);
      else await sendForm(way.to, { token, ...TERMS, ...way.fields });
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      expect(await violationsOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      const ids: string[] = await page.evaluate('[...document.querySelectorAll("[id]")].map(({ id }) => id)');
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    });

    /** As the form of a page would: from a page of the console, by the browser itself. */
    async function sendForm(to: string, fields: Record<string, string | string[]>): Promise<void> {
      await page.goto(`${forum.url}/${PATH}/retention`);
      const arrived = page.waitForEvent('domcontentloaded');
      await page.evaluate(
        ([action, entries]) => {
          const { document } = globalThis;
          const form = document.createElement('form');
          Object.assign(form, { method: 'post', action });
          for (const [name, value] of entries) {
            const input = document.createElement('textarea');
            Object.assign(input, { name, value });
            form.append(input);
          }
          document.body.append(form);
          form.submit();
        },
        [
          `${forum.url}/${PATH}/${to}`,
          Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
        ] as const,
      );
      await arrived;
    }
  });
});
