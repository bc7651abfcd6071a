import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { entityReference, InvestigationsService } from '../../src/index.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { Thread } from '../support/forum/entities.js';

const forums = forumsOfTest();

/** The blocks of the page, as JavaScript: its TypeScript has but one annotation. */
async function blocks(): Promise<string[]> {
  const page = await readFile(new URL('../../docs/investigating.md', import.meta.url), 'utf8');
  return [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) =>
    block.replace(': string | undefined', ''),
  );
}

describe('the page on investigating', () => {
  it('shows code that runs, in the order in which it stands', async () => {
    const { app, trail } = await forums.inMemory();
    const who = { user: '17', ip: '203.0.113.7' };
    for (let i = 0; i < 60; i++) await trail.recordFor(who, entityReference(Thread, i));
    await trail.recordFor({ user: '2041', ip: '203.0.113.7' }, entityReference(Thread, 1));
    const shown: unknown[] = [];
    const known = {
      investigations: app.get(InvestigationsService),
      moderator: { id: '3' },
      officer: { id: 'officer' },
      show: (entry: unknown) => shown.push(entry),
    };
    const code = (await blocks()).join('\n');
    // oxlint-disable-next-line typescript/no-implied-eval -- the page is ours
    const run = new Function(
      ...Object.keys(known),
      `return (async () => { ${code}; return { items, next, oldestKept, addresses, users, linked, comparison, lookups }; })()`,
    ) as (...values: unknown[]) => Promise<Record<string, unknown>>;
    const found = await run(...Object.values(known));
    expect(shown).toHaveLength(60);
    expect(found).toMatchObject({
      items: { length: 50 },
      next: expect.any(String),
      oldestKept: expect.any(Date),
      addresses: [{ ip: '203.0.113.7', usersOnIp: 2 }],
      users: [],
      linked: [{ userId: '2041', sharedNetworks: 1 }],
      comparison: { networks: [{ network: '203.0.113.7' }] },
      lookups: { items: { length: 7 } },
    });
  });
});
