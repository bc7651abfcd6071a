import { beforeAll, describe, expect, it } from '@jest/globals';
import { AuditTrailService, entityReference, IpBlocksService } from '../../../src/index.js';
import { parseIpAddress } from '../../../src/address/ip-address.js';
import { keyOfAddress } from '../../../src/address/sortable-key.js';
import { describeForumOnEachServer } from '../../support/forum/each-forum.js';
import { consoleSettings, StaffMember } from './console-world.js';

const ADDRESSES = ['203.0.113.7', '198.51.100.9', '2001:db8:1:2::7', '192.0.2.77'];

/** Every way to write an address that the package or a library of its might use. */
const formsOf = (text: string): string[] => {
  const address = parseIpAddress(text);
  if (address === null) throw new Error(text);
  const key = keyOfAddress(address);
  const hex = key.slice(1);
  const bytes = Buffer.from(hex, 'hex');
  const groups = (hex.length === 32 ? hex : `${'0'.repeat(20)}ffff${hex}`).match(/..../g) ?? [];
  return [
    text,
    encodeURIComponent(text),
    text.replaceAll('.', '&#46;'),
    text
      .split(/[.:]/)
      .slice(0, 3)
      .join(text.includes(':') ? ':' : '.'),
    key,
    hex,
    hex.toUpperCase(),
    groups.join(':'),
    groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':'),
    groups.slice(0, 4).join(':'),
    String(BigInt(`0x${hex}`)),
    `0x${BigInt(`0x${hex}`).toString(16)}`,
    bytes.toString('base64url'),
    [...bytes].join(','),
    Buffer.from(text).toString('base64').replaceAll('=', ''),
  ];
};
const FORMS = ADDRESSES.flatMap(formsOf);
const BLOCK_ID = '01a20802-4be7-7000-8000-000000000000';

describeForumOnEachServer(
  'the console to staff who may not see addresses',
  () => consoleSettings(),
  (forum) => {
    const rights = { 'x-can': 'investigate block seeLookups' };
    const helper = () => new StaffMember(forum(), rights);

    const fill = async () => {
      const entity = entityReference('Thread', '4711');
      await forum()
        .app.get(AuditTrailService)
        .recordMany(
          ADDRESSES.flatMap((ip) =>
            [7, 8].map((user) => ({
              user,
              ip,
              entity,
              action: `from ${ip}`,
              snapshot: { ip },
            })),
          ),
        );
    };
    beforeAll(async () => {
      const blocks = forum().app.get(IpBlocksService);
      await blocks.add({
        range: '192.0.2.77',
        reason: 'spam',
        message: 'Not from 192.0.2.77',
        staffId: 'boss',
      });
      await new StaffMember(forum()).find({ q: '203.0.113.7', reason: 'spam from 203.0.113.7' });
    });

    it('shows no address in any form on anything that they can fetch', async () => {
      await fill();
      const staff = helper();
      const lookups = await staff.post('/lookups', { reason: 'the monthly look' });
      const fetched = {
        start: await staff.get(),
        user: await staff.find({ q: '7' }),
        entity: await staff.find({ q: 'Thread 4711' }),
        compare: await staff.find({ with: ['7', '8'] }),
        blocks: await staff.get('/blocks'),
        ended: await staff.get('/blocks?ended=yes'),
        lookups: await staff.get(`/${lookups.headers.location}`),
        retention: await staff.get('/retention'),
        dryRun: await staff.post('/retention/dry-run', {}),
        range: await staff.post('/find', { range: '203.0.113.7', reason: 'spam from 203.0.113.7' }),
        typed: await staff.post('/find', { q: '203.0.113.7', reason: 'spam from 203.0.113.7' }),
        withoutReason: await staff.post('/find', { q: '203.0.113.7', reason: '' }),
        searchedLog: await staff.post('/lookups', { range: '203.0.113.7', reason: 'the monthly look' }),
        added: await staff.post('/blocks/add', { range: '203.0.113.7', days: '14', reason: 'spam' }),
        forUser: await staff.post('/blocks/for-user', {
          user: '7',
          effect: 'deny',
          days: '14',
          reason: 'spam',
        }),
        blocksAfter: await staff.get('/blocks'),
        change: await staff.post('/blocks/change', { block: BLOCK_ID, days: '1', reason: 'not so bad' }),
        lift: await staff.post('/blocks/lift', { block: BLOCK_ID, reason: 'a mistake' }),
        import: await staff.post('/blocks/import', {
          list: '203.0.113.7',
          days: '14',
          effect: 'deny',
          reason: 'spam',
        }),
        export: await staff.post('/blocks/export', { format: 'json', reason: 'for the firewall' }),
        proposals: await staff.post('/proposals', { reason: 'the monthly look' }),
        month: await staff.get('/lookups?month=2026-10'),
        nowhere: await staff.get('/lookup/203.0.113.7'),
        said: await staff.get('/blocks?said=203.0.113.7'),
        css: await staff.get('/console.css'),
        script: await staff.get('/console.js'),
      };
      for (const [name, { text, headers }] of Object.entries(fetched)) {
        const seen = `${text} ${JSON.stringify(headers)}`;
        expect([name, FORMS.filter((form) => seen.includes(form))]).toEqual([name, []]);
      }
      const mayNot = ['range', 'typed', 'searchedLog', 'added', 'import', 'export', 'proposals'] as const;
      for (const refused of mayNot.map((name) => fetched[name])) {
        expect(refused.status).toBe(403);
      }
      expect(fetched.user.text).toContain('Network A');
      expect(fetched.forUser.status).toBe(200);
    });

    it('does not open a page of an address that they looked up while they might see addresses', async () => {
      const before = new StaffMember(forum());
      const { headers } = await before.post('/find', { q: '203.0.113.7', reason: 'spam in thread 4711' });
      const refused = await helper().get(`/${headers.location}`);
      expect([refused.status, FORMS.some((form) => refused.text.includes(form))]).toEqual([403, false]);
    });

    it('deals the letters anew for each investigation, and not on each load', async () => {
      await fill();
      const staff = helper();
      const first = async () => {
        const { headers } = await staff.post('/find', {
          with: ['7', '8'],
          reason: 'two accounts, one voice',
        });
        const order = async () =>
          [...(await staff.get(`/${headers.location}`)).text.matchAll(/<span>(Network [A-Z])<\/span>/g)]
            .map(([, name]) => name)
            .join();
        const dealt = await order();
        expect(await order()).toBe(dealt);
        return dealt;
      };
      const dealt = new Set<string>();
      for (let i = 0; i < 12; i++) dealt.add(await first());
      // Four networks have 24 orders: that twelve deals are all alike happens once in 10^15.
      expect(dealt.size).toBeGreaterThan(1);
    });
  },
);

describeForumOnEachServer(
  'the rights of the console',
  () => consoleSettings(),
  (forum) => {
    const fields = { q: '7', reason: 'two accounts, one voice' };
    const status = async (can: string, path: string, sent?: Record<string, string>) => {
      const staff = new StaffMember(forum(), { 'x-can': can });
      // Whoever may not look anybody up has no such form, but may have had one before.
      const token = await new StaffMember(forum()).token();
      return (sent === undefined ? await staff.get(path) : await staff.postWith({ token, ...sent }, path))
        .status;
    };
    const block = { range: '198.51.100.9', effect: 'deny', days: '14', reason: 'spam' };

    describe.each([
      ['investigate', '/find', fields, 303],
      ['block', '/blocks/add', block, 403],
      ['block seeAddresses', '/blocks/add', block, 303],
      ['seeLookups', '/lookups', { reason: 'the monthly look' }, 303],
    ] as const)('%s', (can, path, sent, expected) => {
      it(`answers ${expected} to ${path}, and 403 without it`, async () => {
        expect(await status(can, path, sent)).toBe(expected);
        expect(await status('nothing', path, sent)).toBe(403);
      });
    });

    it('keeps the log of lookups from those who may not see it, and its link', async () => {
      expect(await status('investigate', '/lookups')).toBe(403);
      expect((await new StaffMember(forum(), { 'x-can': 'investigate' }).get()).text).not.toContain(
        'lookups"',
      );
    });
  },
);
