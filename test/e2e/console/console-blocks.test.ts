import { beforeEach, expect, it } from '@jest/globals';
import { AuditTrailService, entityReference, IpBlocksService } from '../../../src/index.js';
import { AuditTrailLookup } from '../../../src/storage/entities/audit-trail-lookup.entity.js';
import { describeForumOnEachServer } from '../../support/forum/each-forum.js';
import { consoleSettings, StaffMember } from './console-world.js';

const TERMS = { effect: 'deny', days: '14', reason: 'A list of botnets' };

describeForumOnEachServer(
  'blocks in the console',
  () => consoleSettings(),
  (forum) => {
    let boss: StaffMember;

    beforeEach(async () => {
      boss = new StaffMember(forum());
      const { dataSource } = forum();
      await dataSource.createQueryBuilder().delete().from(AuditTrailLookup).execute();
      const { items } = await blocks().list({ live: true, limit: 500 });
      for (const { id } of items) await blocks().lift(id, { staffId: 'boss', reason: 'the next test' });
    });
    const blocks = () => forum().app.get(IpBlocksService);
    const live = async () => (await blocks().list({ live: true })).items;
    const logged = async () =>
      (await forum().dataSource.getRepository(AuditTrailLookup).find()).map(({ kind }) => kind);
    const idOnPage = async () =>
      /name="block" value="([^"]+)"/.exec((await boss.get('/blocks')).text)?.[1] ?? '';

    it('says what a list would do before it does it, and undoes it', async () => {
      const list = '198.51.100.9 # one\n198.51.100.9\n203.0.113.1-203.0.113.3\r\n10.0.0.0/8\nnothing';
      const dry = await boss.post('/blocks/import', { ...TERMS, list, run: 'dry' });
      expect(dry.text).toContain('2 lines would make 3 blocks. 1 line changes nothing. 2 lines are refused.');
      expect(dry.text).toMatch(/<th scope="row">4<\/th><td><span class="ip">10\.0\.0\.0\/8<\/span>/);
      expect(await live()).toEqual([]);
      // The page sends the same list again.
      const fields = Object.fromEntries(
        [...dry.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name,
          value,
        ]),
      );
      const done = await boss.post('/blocks/import', { ...fields, run: 'import' });
      expect(done.text).toContain('2 lines made 3 blocks.');
      expect(await live()).toEqual(
        Array.from({ length: 3 }, () => expect.objectContaining({ staffId: 'boss', reason: TERMS.reason })),
      );
      const importId = /name="import" value="([^"]+)"/.exec(done.text)?.[1] ?? '';
      expect(await boss.post('/blocks/lift', { import: importId, reason: 'a mistake' })).toMatchObject({
        status: 303,
      });
      expect(await live()).toEqual([]);
    });

    it('does not import what covers the reader, without being told to', async () => {
      const { text } = await boss.post('/blocks/import', { ...TERMS, list: '127.0.0.1', run: 'import' });
      expect(text).toContain('1 line is refused');
      expect(await live()).toEqual([]);
    });

    it.each([
      ['plain', 'blocks.txt', /^text\/plain/, /^198\.51\.100\.9\/32$/m],
      ['nginx', 'blocks.conf', /^text\/plain/, /^deny 198\.51\.100\.9/m],
      ['json', 'blocks.json', /^application\/json/, /"range": ?"198\.51\.100\.9\/32"/],
    ] as const)('exports what is in force as %s, which is a lookup', async (format, file, type, body) => {
      await boss.post('/blocks/add', { ...TERMS, range: '198.51.100.9' });
      const exported = await boss.post('/blocks/export', { format, reason: 'for the firewall' });
      expect(exported).toMatchObject({ status: 200, text: expect.stringMatching(body) });
      expect(exported.headers['content-type']).toMatch(type);
      expect(exported.headers['content-disposition']).toBe(`attachment; filename="${file}"`);
      expect(await logged()).toEqual(['consoleExport']);
      expect(await boss.post('/blocks/export', { format, reason: '' })).toMatchObject({ status: 400 });
      expect(await boss.post('/blocks/export', { format: 'xml', reason: 'for the firewall' })).toMatchObject({
        status: 400,
      });
    });

    it('gives a block another end, sooner or later, and keeps what it was', async () => {
      await boss.post('/blocks/add', { ...TERMS, range: '198.51.100.9', message: 'Write to us.' });
      for (const [days, wanted] of [
        ['1', 1],
        ['365', 365],
      ] as const) {
        const block = await idOnPage();
        const changed = await boss.post('/blocks/change', {
          block,
          days,
          message: 'Write to us.',
          reason: 'it was not so bad',
        });
        expect(changed).toMatchObject({ status: 303, headers: { location: '../blocks?said=changed' } });
        const [now, ...others] = await live();
        expect(others).toEqual([]);
        expect(now).toMatchObject({
          range: '198.51.100.9/32',
          reason: TERMS.reason,
          message: 'Write to us.',
        });
        expect(((now?.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(wanted, 1);
        expect(blocks().match('198.51.100.9')?.id).toBe(now?.id);
        expect(await boss.post('/blocks/change', { block, days, reason: 'once more' })).toMatchObject({
          status: 404,
        });
      }
      expect((await boss.get('/blocks?ended=yes')).text).toContain('it was not so bad');
    });

    it("keeps a user's network out of the lists when its block is changed", async () => {
      await forum()
        .app.get(AuditTrailService)
        .recordFor({ user: 'u9', ip: '203.0.113.99' }, entityReference('Thread', '1'));
      await boss.post('/blocks/for-user', { ...TERMS, user: 'u9' });
      const block = await idOnPage();
      await boss.post('/blocks/change', { block, days: '1', reason: 'it was not so bad' });
      const { text } = await boss.get('/blocks');
      expect(text).toContain('networks of a user');
      expect(text).not.toContain('203.0.113.99');
    });

    it('proposes what to merge, with whom that would hit, as one lookup', async () => {
      const list = Array.from({ length: 20 }, (_, i) => `198.51.100.${i * 3}`);
      await blocks().import(list, { staffId: 'boss', reason: 'A list of botnets' });
      await forum()
        .app.get(AuditTrailService)
        .recordFor({ user: 'boss', ip: '198.51.100.77' }, entityReference('Thread', '1'));
      expect((await boss.get()).text).toMatch(/Proposals about blocks<\/h3><p>1 proposal/);
      const sent = await boss.post('/proposals', { reason: 'the monthly look' });
      expect(sent.status).toBe(303);
      const { text } = await boss.get(`/${sent.headers.location}`);
      expect(text).toContain('198.51.100.0/24');
      expect(text).toContain('Block the subnet as one');
      expect(text).toContain('Name of boss');
      expect(await logged()).toEqual(['consoleProposals']);
    });

    it('keeps lists from staff who may not see addresses, or not block', async () => {
      await boss.post('/blocks/add', { ...TERMS, range: '198.51.100.9' });
      const token = await boss.token();
      for (const can of ['investigate block', 'investigate seeAddresses']) {
        const staff = new StaffMember(forum(), { 'x-can': can });
        for (const [path, fields] of [
          ['/blocks/import', { list: '203.0.113.1', run: 'import' }],
          ['/blocks/export', { format: 'plain' }],
          ['/proposals', {}],
        ] as const) {
          const { status, text } = await staff.postWith({ token, ...TERMS, ...fields }, path);
          expect([can, path, status]).toEqual([can, path, 403]);
          expect(text).not.toContain('198.51.100.9');
        }
      }
      expect(await live()).toHaveLength(1);
    });
  },
);
