import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { AuditTrailService, entityReference, IpBlocksService } from '../../src/index.js';
import { type Forum, startForumOn } from '../support/forum/world.js';
import { consoleSettings, PATH } from '../e2e/console/console-world.js';
import { describeInBrowser, goOn } from './browser.js';
import { HOSTILE_STRINGS } from './hostile-strings.js';

const ascii = HOSTILE_STRINGS.filter((text) => /^[\x20-\x7e]+$/.test(text));

describeInBrowser('hostile strings in every field that users and staff can write', (open) => {
  let forum: Forum;
  let context: BrowserContext;
  const executed: string[] = [];
  /** What the browser complains about, such as a script that the policy stopped: nothing may come as far as that. */
  const complaintsOf = (page: Page): string[] => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text());
    });
    return complaints;
  };

  beforeAll(async () => {
    const names = new Map(HOSTILE_STRINGS.map((name, i) => [`u${i}`, name]));
    forum = await startForumOn(
      'better-sqlite3',
      consoleSettings({
        trail: {
          describeUsers: (ids) =>
            Promise.resolve(
              new Map(
                ids.map((id) => [
                  id,
                  { name: names.get(id) ?? id, url: names.get(id) ?? 'javascript:pwned()' },
                ]),
              ),
            ),
        },
      }),
    );
    const at = (i: number) => new Date(Date.now() - i * 3_600_000);
    await forum.app.get(AuditTrailService).recordMany([
      ...HOSTILE_STRINGS.flatMap((text, i) => [
        {
          user: `u${i}`,
          ip: '203.0.113.7',
          entity: entityReference('Thread', 'x'),
          action: text.slice(0, 100),
          at: at(i),
        },
        {
          user: `u${i}`,
          ip: `198.51.100.${i >> 1}`,
          entity: entityReference('Thread', text),
          snapshot: { text },
          at: at(i),
        },
      ]),
      // As ids of users, too.
      ...ascii.map((user) => ({ user, ip: '203.0.113.8', entity: entityReference('Thread', 'x') })),
    ]);
    const blocks = forum.app.get(IpBlocksService);
    for (const [i, text] of HOSTILE_STRINGS.entries()) {
      await blocks.add({
        range: `192.0.2.${i}`,
        reason: text,
        message: text,
        staffId: ascii[i % ascii.length] ?? 'boss',
        expiresAt: new Date(Date.now() + 86_400_000),
      });
    }
    context = await open({ extraHTTPHeaders: { 'x-staff': 'boss' } });
    await context.exposeBinding('pwned', ({ page }) => void executed.push(page.url()));
  });
  afterAll(async () => {
    await context?.close();
    await forum?.close();
  });

  const base = () => `${forum.url}/${PATH}`;

  /** Opens a page as somebody would, and answers what the browser had to complain about. */
  async function lookUp(q: string, reason: string): Promise<{ title: string; complaints: string[] }> {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    page.on('dialog', (dialog) => void (executed.push(dialog.message()), dialog.dismiss()));
    page.on(
      'framenavigated',
      (frame) => void (frame.url().startsWith(forum.url) || complaints.push(frame.url())),
    );
    await page.goto(base());
    await page.fill('#q', q);
    await page.fill('#reason', reason);
    await goOn(page, () => page.click('form.find button'));
    // What waits for a pointer or the focus gets both.
    for (const element of (await page.locator('main button, main a, main input:visible').all()).slice(
      0,
      10,
    )) {
      await element.focus({ timeout: 1_000 }).catch(() => undefined);
    }
    const title = await page.title();
    await page.close();
    return { title, complaints };
  }

  const asked = [
    'u0',
    'u5',
    'u8',
    'u11',
    'u20',
    '203.0.113.7',
    '203.0.113.8',
    '198.51.100.0/24',
    '192.0.2.0/24',
    'Thread x',
    ...HOSTILE_STRINGS.slice(0, 6).map((text) => `Thread ${text}`),
    ...ascii.slice(6, 12),
  ];
  it.each(asked.map((q, i) => [q, HOSTILE_STRINGS[i % HOSTILE_STRINGS.length] ?? '']))(
    'execute nothing on the page of %s',
    async (q, reason) => {
      const { title, complaints } = await lookUp(q, reason);
      expect([executed, complaints]).toEqual([[], []]);
      expect(title).toMatch(/^(User|Address or range|Entity|Not possible) · Audit trail$/);
    },
  );

  it('execute nothing on the start page, in lists of blocks and in the log of lookups', async () => {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    for (const path of [
      '',
      '/blocks',
      '/blocks?ended=yes',
      '/retention',
      '/lookups',
      '/blocks?said=<script>pwned()</script>',
    ]) {
      await page.goto(base() + path);
      expect(await page.locator('h1').count()).toBe(1);
    }
    await page.goto(`${base()}/lookups`);
    await page.fill('#lookups-reason', HOSTILE_STRINGS[1] ?? '');
    await goOn(page, () => page.click('main form button'));
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(20);
    expect([executed, complaints]).toEqual([[], []]);
    await page.close();
  });

  it('are shown as they were written', async () => {
    const page = await context.newPage();
    await page.goto(`${base()}/blocks`);
    const shown = await page.locator('main').innerText();
    for (const text of HOSTILE_STRINGS.slice(0, 5)) expect(shown).toContain(text);
    await page.close();
  });

  it('would be seen to execute', async () => {
    const page = await context.newPage();
    await page.goto(base());
    await page.evaluate('pwned()');
    expect(executed.splice(0)).toHaveLength(1);
    await page.close();
  });
});
