import { describe, expect, it } from '@jest/globals';
import type { PruneReport } from '../../src/index.js';
import { blocksPage, type BlocksData } from '../../src/console/pages/blocks.page.js';
import { rangePage, type RangeData } from '../../src/console/pages/range.page.js';
import { retentionPage, type RetentionData } from '../../src/console/pages/retention.page.js';
import { startPage, type StartData } from '../../src/console/pages/start.page.js';
import { userPage, type UserData } from '../../src/console/pages/user.page.js';
import type { Person, View } from '../../src/console/pages/view.js';
import { timeTextOf } from '../../src/console/time-text.js';
import type { Visitor } from '../../src/console/visitor.js';

const now = new Date('2026-11-24T10:44:00Z');
const RIGHTS = { investigate: true, seeAddresses: true, block: true, seeLookups: true };

const viewOf = (can: Partial<Visitor['can']> = {}, zone = 'Europe/Berlin'): View => ({
  visitor: {
    staffId: 'boss',
    can: { ...RIGHTS, ...can },
    zone,
    isZoneKnown: true,
    reason: 'two accounts',
    token: 'token',
    ip: undefined,
  },
  time: timeTextOf(zone),
  root: './',
  home: './',
  query: '?',
  answer: 'page',
  now,
});
const person = (id: string): Person => ({
  id,
  name: `Name of ${id}`,
  url: null,
  isStaff: false,
  createdAt: null,
});

describe('every page', () => {
  const footer = (zone: string) => startPage(viewOf({}, zone), START);

  it('says in which zone its times are, and where UTC is', () => {
    expect(footer('Europe/Berlin')).toContain(
      'Times are in Europe/Berlin; hold the pointer over one for UTC.',
    );
    expect(footer('UTC')).toContain('Times are in UTC.');
    expect(footer('UTC')).not.toContain('hold the pointer');
    expect(footer('Europe/Berlin')).toContain('>Show UTC<');
    expect(footer('UTC')).not.toContain('>Show UTC<');
  });
});

const START: StartData = {
  asked: '',
  problem: null,
  candidates: null,
  endingSoon: { blocks: [], isCut: false },
  proposals: { count: 1, isAtLeast: false },
  isOverdue: false,
  staffLookups: [],
};

describe('the start page', () => {
  it('has no field for those who may not investigate', () => {
    const page = startPage(viewOf({ investigate: false }), START);
    expect(page).not.toMatch(/<input[^>]* name="q"/);
    expect(page).toContain('You may not look anybody up.');
  });

  it('warns where pruning is overdue', () => {
    expect(startPage(viewOf(), { ...START, isOverdue: true })).toMatch(
      /class="note bad">Addresses are kept more/,
    );
    expect(startPage(viewOf(), START)).toContain('Nothing is overdue.');
  });

  it('hides ranges that the visitor may not see, and says where more end than it shows', () => {
    const block = { range: null, reason: 'spam', expiresAt: now };
    const page = startPage(viewOf(), { ...START, endingSoon: { blocks: [block], isCut: true } });
    expect(page).toContain('hidden');
    expect(page).toContain('24 Nov 2026, 11:44');
  });

  it('says where there may be more proposals than were counted', () => {
    const page = startPage(viewOf(), { ...START, proposals: { count: 100, isAtLeast: true } });
    expect(page).toContain('at least 100 proposals');
  });
});

describe('the page on retention', () => {
  const report: PruneReport = {
    startedAt: new Date(now.getTime() - 1_500),
    finishedAt: now,
    cutoff: now,
    dryRun: false,
    deleted: { entries: 1_234 },
    remaining: 0,
    errors: [],
  };
  const data: RetentionData = {
    storeDays: 90,
    keepDays: null,
    cron: '17 3 * * *',
    oldestAddress: now,
    isOverdue: false,
    lastRun: null,
    dryRun: null,
  };
  const page = (other: Partial<RetentionData>) => retentionPage(viewOf(), { ...data, ...other });

  it('says how long addresses are kept, and entries without them', () => {
    expect(page({})).toContain('90 days');
    expect(page({})).not.toContain('Entries are kept without addresses');
    const kept = page({ storeDays: 'forever', keepDays: 365, cron: null, oldestAddress: null });
    expect(kept).toContain('for ever');
    expect(kept).toContain('Entries are kept without addresses for 365 days.');
    expect(kept).toContain('not in this process');
    expect(kept).toContain('<dd>–</dd>');
  });

  it('warns where addresses are overdue, instead of saying that they are not', () => {
    const overdue = page({ isOverdue: true });
    expect(overdue).toMatch(/role="alert">Addresses are kept more than two days/);
    expect(overdue).not.toContain('Nothing is overdue.');
  });

  it('shows the last run, with what it left and what failed', () => {
    expect(page({})).toContain('No run has been reported yet.');
    const failed = page({
      lastRun: { ...report, remaining: 2_000, errors: [{ source: 'orders', message: 'it was locked' }] },
    });
    expect(failed).toContain('1.5 s');
    expect(failed).toContain('1,234');
    expect(failed).toContain('Past their time and still there: 2,000');
    expect(failed).toContain('Failures: orders: it was locked');
    expect(page({ lastRun: report })).not.toContain('Failures');
  });

  it.each([
    ['disabled', 'Addresses are kept for ever.'],
    ['another-process', 'Another process was pruning.'],
    ['lease-lost', 'Another process took over.'],
    ['clock', 'The clock could not be trusted; nothing was done.'],
  ] as const)('says why a run did nothing: %s', (skipped, sentence) => {
    expect(page({ lastRun: { ...report, skipped } })).toContain(sentence);
    expect(page({ dryRun: report })).not.toContain(sentence);
  });
});

const NO_ENTRIES = { rows: [], next: null, isFirst: true };

describe('the page of a range', () => {
  const data: RangeData = {
    range: '203.0.113.0/24',
    size: '256',
    isSingle: false,
    reason: 'two accounts',
    oldestKept: now,
    isCut: false,
    wider: [],
    users: [],
    usersPage: 1,
    lanes: [],
    lanesCutTo: null,
    blocks: [],
    preview: {
      addresses: '256',
      users: 3,
      activeUsers: 2,
      staff: [],
      examples: ['7', '8'],
      askedForStaff: 3,
      truncated: false,
    },
    previewed: new Map([['7', person('7')]]),
    entries: NO_ENTRIES,
  };
  const page = (preview: Partial<RangeData['preview']>) =>
    rangePage(viewOf(), { ...data, preview: { ...data.preview, ...preview } });

  it('says whom a block would hit, by name where it is known', () => {
    expect(page({})).toContain('3 users, 2 of them in the last 30 days.');
    expect(page({})).toMatch(/Name of 7<\/button>[^]*<li>8<\/li>/);
    expect(page({})).toContain('No staff member is among them.');
  });

  it('says where it may hit more than were counted', () => {
    expect(page({ truncated: true })).toContain('at least 3 users');
  });

  it('says where nobody could tell who is staff, and whom of them it would hit', () => {
    expect(page({ askedForStaff: 0 })).not.toContain('No staff member is among them.');
    expect(page({ askedForStaff: 0, users: 0, examples: [] })).toContain('No staff member is among them.');
    expect(page({ staff: ['7'] })).toMatch(/class="note bad">[^]*Name of 7/);
  });
});

describe('the page of a user', () => {
  const network = {
    name: '203.0.113.7',
    range: '203.0.113.7',
    addresses: 1,
    firstSeen: now,
    lastSeen: now,
    entries: 3,
    users: 2,
    usersIsAtLeast: false,
    isSilent: false,
  };
  const data: UserData = {
    person: { ...person('7'), isStaff: true, createdAt: now, url: '/members/7' },
    reason: 'two accounts',
    oldestKept: now,
    isCut: true,
    grid: null,
    networks: [],
    networksPage: 1,
    lanes: [],
    linked: [],
    linkedPage: 1,
    entries: NO_ENTRIES,
  };
  const page = (other: Partial<UserData>) => userPage(viewOf(), { ...data, ...other });

  it('says of each network how many others were on it', () => {
    const on = (row: Partial<typeof network>) => page({ networks: [{ ...network, ...row }] });
    expect(on({ users: 1 })).toContain('nobody else');
    expect(on({})).toContain('1 other');
    expect(on({ usersIsAtLeast: true })).toContain('at least 1 other');
    expect(on({ users: 21 })).toContain('crowd');
    expect(on({ users: 21, isSilent: true })).toContain('title=');
  });

  it('says of an account that only a third one links that nothing is shared', () => {
    const linked = {
      person: person('9'),
      strength: 'weak' as const,
      sharedNetworks: 0,
      networks: 3,
      fewestUsers: 0,
      lastShared: null,
    };
    expect(page({ linked: [linked] })).toMatch(
      /Linked to an account that is linked to this one; no network in common\.[^]*<td>–<\/td>/,
    );
  });

  it('says when nobody acts, or, of a day that is quiet for the most part, when somebody does', () => {
    const day = Array.from({ length: 24 }, () => 0);
    const grid = { days: ['2026-11-24'], counts: [day], entries: 3, busiestHour: 6 };
    expect(page({ grid: { ...grid, quiet: { from: 22, to: 6 } } })).toContain(
      'No entries between 22:00 and 6:00.',
    );
    expect(page({ grid: { ...grid, quiet: { from: 20, to: 8 } } })).toContain(
      'No entries between 20:00 and 8:00.',
    );
    expect(page({ grid: { ...grid, quiet: { from: 7, to: 6 } } })).toContain(
      'Entries between 6:00 and 7:00 only.',
    );
    expect(page({ grid: { ...grid, quiet: null } })).toContain('Entries at every hour.');
  });

  it('names the hours below its networks where few days pass there, and days alone where many do', () => {
    const lane = (days: number) => {
      const from = new Date(now.getTime() - days * 86_400_000);
      return [
        {
          name: '203.0.113.7',
          from,
          to: now,
          entries: 2,
          marks: [{ color: 0, times: [from.getTime(), now.getTime()] }],
        },
      ];
    };
    const marks = (days: number) =>
      [...page({ networks: [network], lanes: lane(days) }).matchAll(/text-anchor="middle">([^<]+)</g)].map(
        ([, text]) => text,
      );
    expect(marks(0.2)).toContain('24 Nov, 10:00');
    expect(new Set(marks(0.2)).size).toBe(marks(0.2).length);
    expect(marks(30)).toContain('1 Nov');
    expect(new Set(marks(30)).size).toBe(marks(30).length);
  });

  it('shows a staff member as one, with a link to the account', () => {
    expect(page({})).toMatch(/badge staff[^]*24 Nov 2026/);
    expect(page({})).toContain('href="/members/7"');
  });
});

describe('the page of blocks', () => {
  const data: BlocksData = {
    isLive: true,
    rows: [],
    next: null,
    isFirst: true,
    oldestKept: null,
    said: null,
  };
  const page = (other: Partial<BlocksData>) => blocksPage(viewOf(), { ...data, ...other });

  it('says from when on blocks are kept, and nothing of entries', () => {
    expect(page({ oldestKept: now })).toContain('24 Nov 2026');
    expect(page({})).not.toContain('No entries are kept.');
  });

  it('leads from one page of each list to the next, and back to the newest', () => {
    expect(page({ next: 'a/b' })).toContain('href="?after=a%2Fb"');
    expect(page({ next: 'a/b', isLive: false })).toContain('href="?ended=yes&amp;after=a%2Fb"');
    expect(page({ isFirst: false })).toMatch(/href="blocks">Back to the newest/);
    expect(page({ isFirst: false, isLive: false })).toMatch(/href="blocks\?ended=yes">Back to the newest/);
  });
});
