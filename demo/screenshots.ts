import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { InvestigationsService, IpBlocksService } from 'nest-audit-trail';
import { chromium, type Page } from 'playwright-core';
import { DataSource } from 'typeorm';
import { Account } from './accounts/account.entity.js';
import { MODERATOR } from './accounts/moderator.js';
import { type History, writeHistory } from './community/write-history.js';
import { createApp } from './create-app.js';
import { databaseOfUrl } from './database/database-of-url.js';
import { ForumSettings } from './forum-settings.js';
import { CONSOLE_PATH } from './staff/console-path.js';

/** Takes the pictures of the console that the documentation shows, light and dark. */
const PICTURES = process.argv[2] ?? 'docs/images';
const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const DAY_MS = 86_400_000;
const [WIDTH, TALLEST] = [1200, 1500];

const folder = await mkdtemp(join(tmpdir(), 'screenshots-'));
const database = databaseOfUrl(`sqlite:${join(folder, 'forum.sqlite')}`);
const app = await createApp(
  new ForumSettings({ database, attachments: folder, secret: 'of the screenshots' }),
);
await app.listen(0, '127.0.0.1');
const history = await writeHistory(app, { seed: 1, users: 200, days: 60 });
await block(app, history);
const sockpuppet = await foundSockpuppet(app, history);
await mkdir(PICTURES, { recursive: true });
const browser = await chromium.launch({
  executablePath: BROWSER,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width: WIDTH, height: 800 },
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  await tour(page, (name) => takeTop(page, join(PICTURES, `console-${name}-${colorScheme}.png`)));
  await context.close();
  const phone = await browser.newContext({
    colorScheme,
    viewport: { width: 390, height: 844 },
    timezoneId: 'Europe/Berlin',
  });
  const small = await phone.newPage();
  await logIn(small);
  await lookUp(small, sockpuppet);
  await small.screenshot({ path: join(PICTURES, `console-phone-${colorScheme}.png`) });
  await phone.close();
}
await browser.close();
await app.close();
await rm(folder, { recursive: true });

/** A page as far as it says something new: long tables are cut. */
async function takeTop(page: Page, path: string): Promise<void> {
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const clip = { x: 0, y: 0, width: WIDTH, height: Math.min(height, TALLEST) };
  await page.screenshot({ path, fullPage: true, clip });
}

async function tour(page: Page, take: (name: string) => Promise<unknown>): Promise<void> {
  await logIn(page);
  await lookUp(page, sockpuppet);
  await page.goto(consoleUrl());
  await take('start');
  await lookUp(page, sockpuppet);
  await take('user');
  await page.click('button:has-text("Compare those picked")');
  await page.waitForLoadState();
  await take('compare');
  await page.locator('.matrix thead button:not(:has-text(":"))').first().click();
  await page.waitForLoadState();
  await take('range');
  await page.goto(`${consoleUrl()}/blocks`);
  await take('blocks');
  await page.goto(`${consoleUrl()}/lookups`);
  await page.click('main form button');
  await page.waitForLoadState();
  await take('lookups');
  await page.goto(`${consoleUrl()}/retention`);
  await page.click('main form button');
  await page.waitForLoadState();
  await take('retention');
}

async function logIn(page: Page): Promise<void> {
  await page.goto(`${origin()}/login`);
  await page.fill('[name=name]', MODERATOR.name);
  await page.fill('[name=password]', MODERATOR.password);
  await page.click('main button');
  await page.waitForLoadState();
}

async function lookUp(page: Page, name: string): Promise<void> {
  await page.goto(consoleUrl());
  await page.fill('#q', name);
  await page.fill('#reason', 'A complaint in thread 4711: two accounts, one voice');
  await page.click('form.find button');
  await page.waitForLoadState();
}

async function block(forum: NestExpressApplication, { community }: History): Promise<void> {
  const blocks = forum.get(IpBlocksService);
  const ips = [...new Set(community.events.map(({ ip }) => ip))].filter((ip) => !ip.includes(':'));
  const by = { staffId: MODERATOR.name };
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
  await blocks.add({ ...by, range: `${ips[5]}/28`, reason: 'Spam in thread 211', expiresAt: inDays(2) });
  await blocks.add({
    ...by,
    range: ips[9] ?? '',
    effect: 'deny-sign-up',
    reason: 'Accounts made to evade a ban',
    message: 'Write to abuse@forum.example to get an account.',
    expiresAt: inDays(180),
  });
  await blocks.add({
    ...by,
    range: ips[5] ?? '',
    effect: 'allow',
    reason: 'A member who wrote to us',
    expiresAt: null,
  });
}

/** The name of somebody with a strong link to another account of the same person. */
async function foundSockpuppet(
  forum: NestExpressApplication,
  { community, names }: History,
): Promise<string> {
  const accounts = forum.get(DataSource).getRepository(Account);
  const investigation = forum
    .get(InvestigationsService)
    .open({ staffId: MODERATOR.name, reason: 'Who is on the same networks?' });
  for (const simulatedId of community.groups.flat()) {
    const { id, name } = await accounts.findOneByOrFail({ name: names.get(simulatedId) ?? '' });
    const { items } = await investigation.linkedAccounts(String(id));
    if (items.some(({ strength }) => strength === 'strong')) return name;
  }
  throw new Error('Nobody in this community has a strong link.');
}

function origin(): string {
  return `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
}

function consoleUrl(): string {
  return `${origin()}/${CONSOLE_PATH}`;
}
