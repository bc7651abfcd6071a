import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { MODERATOR } from '../../demo/accounts/moderator.js';
import { type History, writeHistory } from '../../demo/community/write-history.js';
import { createApp } from '../../demo/create-app.js';
import { databaseOfUrl } from '../../demo/database/database-of-url.js';
import { ForumSettings } from '../../demo/forum-settings.js';
import { CONSOLE_PATH } from '../../demo/staff/console-path.js';
import { send } from '../support/http-client.js';
import { describeInBrowser, goOn, violationsOn } from './browser.js';

const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  colorScheme: 'dark',
};

describeInBrowser('a moderator with a complaint', (open) => {
  describe.each([
    ['at a desk', DESK],
    ['with a phone', PHONE],
  ])('%s', (_, options) => {
    let app: NestExpressApplication;
    let url: string;
    let history: History;
    let page: Page;
    let clicks = 0;

    beforeAll(async () => {
      const folder = await mkdtemp(join(process.env['TEST_FOLDER'] ?? '', 'story-'));
      const database = databaseOfUrl(`sqlite:${join(folder, 'forum.sqlite')}`);
      app = await createApp(
        new ForumSettings({ database, attachments: folder, secret: 'a secret of the test' }),
      );
      await app.listen(0, '127.0.0.1');
      url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
      history = await writeHistory(app, { seed: 1, users: 200, days: 40 });
      const context = await open(options);
      page = await context.newPage();
      await page.goto(`${url}/login`);
      await page.fill('[name=name]', MODERATOR.name);
      await page.fill('[name=password]', MODERATOR.password);
      await goOn(page, () => page.click('main button'));
      await page.goto(`${url}/${CONSOLE_PATH}`);
    });
    afterAll(async () => {
      await page?.context().close();
      await app?.close();
    });

    const click = async (selector: string) => {
      clicks++;
      await goOn(page, () => page.locator(selector).first().click());
    };
    /** The accounts of one person, of whom each was on a network that the first was on too. */
    const sockpuppets = (): string[] => {
      const networksOf = (id: string) =>
        new Set(history.community.events.filter(({ userId }) => userId === id).map(({ ip }) => ip));
      const known = history.community.groups.find(([first = '', ...others]) => {
        const own = networksOf(first);
        return (
          others.length > 0 &&
          others.every((id) => [...networksOf(id)].filter((ip) => own.has(ip)).length > 1)
        );
      });
      if (known === undefined) throw new Error('The community has no sockpuppets that can be found.');
      return known;
    };
    const mustBeFlawless = async () => expect(await violationsOn(page)).toEqual([]);

    it('finds the other accounts of a known one from its name, in under ten clicks', async () => {
      const [known = '', ...others] = sockpuppets();
      await mustBeFlawless();
      await page.fill('#q', history.names.get(known) ?? '');
      await page.fill('#reason', 'A complaint in thread 4711');
      await click('form.find button');
      expect(await page.locator('h1').innerText()).toBe(history.names.get(known));
      await mustBeFlawless();
      const linked = page.locator('section', { hasText: 'Accounts that may be the same person' }).first();
      for (const other of others) {
        expect(await linked.innerText()).toContain(history.names.get(other));
      }
      for (const other of others) {
        const box = linked.getByRole('checkbox', {
          name: `Compare with ${history.names.get(other)}`,
          exact: true,
        });
        if (!(await box.isChecked())) {
          clicks++;
          await box.check();
        }
      }
      await click('button:has-text("Compare those picked")');
      expect(await page.locator('h1').innerText()).toMatch(/accounts side by side/);
      expect(await page.locator('svg[role=img]').count()).toBe(1);
      await mustBeFlawless();
      expect(clicks).toBeLessThan(10);
    });

    it('blocks their network after having seen whom that hits, and the client is refused', async () => {
      const network = page.locator('.matrix thead button:not(:has-text(":"))').first();
      const address = await network.innerText();
      await goOn(page, () => network.click());
      expect(await page.locator('h1').innerText()).toBe(address);
      expect(await page.locator('main').innerText()).toMatch(/\d+ users?, \d+ of them in the last 30 days/);
      await mustBeFlawless();
      expect((await forumAnswers(address)).status).not.toBe(403);
      await page.fill('#message', 'Write to abuse@forum.example.');
      await goOn(page, () => page.click('button.danger:has-text("Block")'));
      expect(await page.locator('[role=status]').innerText()).toBe('The block is in force.');
      await mustBeFlawless();
      expect(await forumAnswers(address)).toMatchObject({
        status: 403,
        text: expect.stringContaining('Write to abuse@forum.example.'),
      });
    });

    it('finds all of it in the log of lookups', async () => {
      await goOn(page, () => page.click('nav a:has-text("Lookups")'));
      await page.fill('#lookups-reason', 'What did I do?');
      await goOn(page, () => page.click('main form button'));
      const rows = await page.locator('table').first().innerText();
      for (const kind of [
        'A user (console)',
        'Accounts side by side (console)',
        'An address or range (console)',
      ]) {
        expect(rows).toContain(kind);
      }
      expect(rows).toContain('A complaint in thread 4711');
      await mustBeFlawless();
    });

    it('sees how long addresses are kept, in the time of the place', async () => {
      await goOn(page, () => page.click('nav a:has-text("Retention")'));
      expect(await page.locator('main').innerText()).toContain('90 days');
      expect(await page.locator('footer').innerText()).toContain('Europe/Berlin');
      await mustBeFlawless();
    });

    it('never has to scroll the page sideways', async () => {
      const path = `${url}/${CONSOLE_PATH}`;
      for (const at of ['', '/blocks', '/lookups', '/retention']) {
        await page.goto(path + at);
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect([at, wide]).toEqual([at, 0]);
      }
    });

    it('needs no pointer', async () => {
      await page.goto(`${url}/${CONSOLE_PATH}`);
      await page.keyboard.type(history.names.get(sockpuppets()[0] ?? '') ?? '');
      await page.keyboard.press('Enter');
      await page.waitForURL(/lookup/);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.innerText')).toBe('Skip to the content');
    });

    const forumAnswers = (address: string) =>
      send(url, { path: '/', headers: { 'x-forwarded-for': address, accept: 'text/html' } });
  });
});
