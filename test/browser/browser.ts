import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

/** Debian's Chromium; another one by `CHROMIUM`. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/**
 * Tests in a real browser, which is closed after them. Without Chromium they are skipped, and say so; where `CI` is set
 * they fail.
 */
export function describeInBrowser(
  title: string,
  tests: (open: (options?: BrowserContextOptions) => Promise<BrowserContext>) => void,
): void {
  const isSkipped = !existsSync(CHROMIUM) && process.env['CI'] === undefined;
  if (isSkipped) process.stderr.write(`\nSKIPPED: ${title}. There is no Chromium at ${CHROMIUM}.\n\n`);
  const describeHere = isSkipped ? describe.skip : describe;
  describeHere(`${title}, in a browser`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());
    tests(async (options) => {
      const context = await browser.newContext({ timezoneId: 'Europe/Berlin', ...options });
      context.setDefaultTimeout(10_000);
      return context;
    });
  });
}

/** Does what leads to another page, and waits until that is there. */
export async function goOn(page: Page, act: () => Promise<unknown>): Promise<void> {
  const arrived = page.waitForEvent('domcontentloaded');
  await act();
  await arrived;
}

/** What axe finds against WCAG 2.2 A and AA, one line each. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    // @ts-expect-error -- put there by the script above
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.map(
      (one: { id: string; nodes: { html: string }[] }) =>
        `${one.id}: ${one.nodes.map(({ html }) => html).join(' | ')}`,
    );
  });
}
