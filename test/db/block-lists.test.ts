import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { BY, guard, NOW } from './block-world.js';
import { codeOf } from './investigation-world.js';
import { DAY_MS } from './retention-world.js';

const textOf = async (pieces: AsyncIterable<string>) => (await Readable.from(pieces).toArray()).join('');

describeEachDatabase('a list of blocks', (database) => {
  const forums = forumsOfTest();

  it('is blocked line by line, and says what became of each', async () => {
    const forum = await guard(forums, database(), { trail: { neverBlock: ['192.0.2.0/24'] } });
    await forum.block('198.51.100.0/24', { expiresAt: null });
    const list = [
      '# a list',
      '203.0.113.0/24 ; with a comment',
      '',
      '203.0.113.7',
      '2001:DB8::/48',
      '203.0.114.6-203.0.114.9',
      '203.0.115.*',
      '198.51.100.7',
      '10.0.0.0/8',
      'nonsense',
      '192.0.2.7',
      '203.0.0.0/8',
    ];
    const result = await forum.blocks.import(Readable.from(list), { ...BY, message: 'Write to us.' });
    expect(result).toEqual({
      importId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      added: 4,
      duplicate: 2,
      blocks: 5,
      refused: [
        { line: 9, text: '10.0.0.0/8', code: 'NOT_BLOCKABLE' },
        { line: 10, text: 'nonsense', code: 'INVALID_RANGE' },
        { line: 11, text: '192.0.2.7', code: 'NOT_BLOCKABLE' },
        { line: 12, text: '203.0.0.0/8', code: 'NOT_BLOCKABLE' },
      ],
    });
    expect(forum.blocks.match('203.0.114.9')).toMatchObject({
      range: '203.0.114.8/31',
      effect: 'deny',
      reason: BY.reason,
      message: 'Write to us.',
      staffId: 'boss',
      importId: result.importId,
      expiresAt: new Date(NOW + 30 * DAY_MS),
    });
    expect(forum.effectOn('203.0.114.5')).toBeNull();
    expect(forum.effectOn('2001:db8::7')).toBe('deny');
  });

  it('is undone by one call', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.1');
    const { importId } = await forum.blocks.import(['203.0.113.2', '203.0.113.3'], BY);
    await forum.blocks.lift({ importId }, BY);
    const hosts = ['203.0.113.1', '203.0.113.2', '203.0.113.3'];
    expect(hosts.map((ip) => forum.effectOn(ip))).toEqual(['deny', null, null]);
    expect(await codeOf(forum.blocks.lift({ importId }, BY))).toBe('NOT_FOUND');
  });

  it('is only looked at in a dry run', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.1');
    const result = await forum.blocks.import(['203.0.113.1', '203.0.113.2', '::1'], { ...BY, dryRun: true });
    expect(result).toEqual({
      importId: '',
      added: 1,
      duplicate: 1,
      blocks: 1,
      refused: [{ line: 3, text: '::1', code: 'NOT_BLOCKABLE' }],
    });
    expect(forum.effectOn('203.0.113.2')).toBeNull();
    expect((await forum.blocks.list()).items).toHaveLength(1);
  });

  it('takes a line again where a rule within decides otherwise', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.0/28', { effect: 'allow' });
    const { added, duplicate } = await forum.blocks.import(
      ['203.0.113.0/24', '203.0.113.7', '203.0.113.77'],
      BY,
    );
    expect({ added, duplicate }).toEqual({ added: 2, duplicate: 1 });
    expect(forum.effectOn('203.0.113.7')).toBe('deny');
    expect(forum.effectOn('203.0.113.8')).toBe('allow');
  });

  it('holds a line against the most specific of the lines before it', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.0/26', { effect: 'allow' });
    const lines = ['203.0.112.0/20', '203.0.113.0/27', '203.0.113.1'];
    const { added, duplicate } = await forum.blocks.import(lines, BY);
    expect({ added, duplicate }).toEqual({ added: 2, duplicate: 1 });
  });

  it('lets force pass over private ranges, never over neverBlock', async () => {
    const forum = await guard(forums, database(), { trail: { neverBlock: ['192.0.2.0/24'] } });
    const bogons = ['0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '192.0.2.0/24', 'fe80::/10'];
    expect(await forum.blocks.import(bogons, BY)).toMatchObject({ added: 0, importId: '' });
    const forced = await forum.blocks.import(bogons, { ...BY, force: true });
    expect(forced).toMatchObject({ added: 4, refused: [{ line: 4, code: 'NOT_BLOCKABLE' }] });
  });

  it('does not lock out the one who imports it', async () => {
    const forum = await guard(forums, database());
    const { refused } = await forum.blocks.import(['203.0.113.0/24'], { ...BY, staffIp: '203.0.113.7' });
    expect(refused).toMatchObject([{ line: 1, code: 'NOT_BLOCKABLE' }]);
  });

  it('is written in one piece or not at all', async () => {
    const forum = await guard(forums, database());
    async function* broken() {
      for (let host = 0; host < 200; host++) yield `203.0.113.${host}`;
      throw new Error('the list broke off');
    }
    await expect(forum.blocks.import(broken(), BY)).rejects.toThrow('the list broke off');
    expect((await forum.blocks.list()).items).toEqual([]);
    expect(forum.effectOn('203.0.113.7')).toBeNull();
  });

  it('of thousands of lines is seen by another process', async () => {
    const forum = await guard(forums, database());
    const replica = await guard(forums, database(), { isReplica: true });
    const lines = Array.from({ length: 5_000 }, (_, i) => `203.${i >> 8}.${i & 255}.0/24`);
    expect(await forum.blocks.import(lines, BY)).toMatchObject({ added: 5_000, duplicate: 0, blocks: 5_000 });
    await replica.refresh();
    expect([replica.effectOn('203.19.135.7'), replica.effectOn('203.19.136.7')]).toEqual(['deny', null]);
  });

  it('lets others work while it is read and held against what is blocked', async () => {
    const forum = await guard(forums, database());
    const lines = Array.from({ length: 20_000 }, (_, i) => `203.${i >> 8}.${i & 255}.0/24`);
    const imported = forum.blocks.import(lines, { ...BY, dryRun: true }).then(() => true);
    let turns = 0;
    while (!(await Promise.race([imported, setImmediate(false)]))) turns++;
    expect(turns).toBeGreaterThan(10);
  });

  it.each([
    ['no list', () => undefined, {}, 'INVALID_OPTIONS'],
    ['the text of a list', () => '203.0.113.7', {}, 'INVALID_OPTIONS'],
    ['no reason', () => ['203.0.113.7'], { reason: '' }, 'REASON_REQUIRED'],
    ['no staff', () => ['203.0.113.7'], { staffId: undefined }, 'INVALID_USER'],
  ])('is refused with %s', async (_, lines, by, code) => {
    const forum = await guard(forums, database());
    expect(await codeOf(forum.blocks.import(lines() as never, { ...BY, ...by } as never))).toBe(code);
  });

  it('comes out as plain lines, for nginx and as JSON', async () => {
    const forum = await guard(forums, database());
    await forum.block('203.0.113.0/24');
    await forum.block('203.0.113.7', { effect: 'allow' });
    await forum.block('2001:db8::/48', { effect: 'deny-sign-up' });
    const { id } = await forum.block('198.51.100.7');
    await forum.blocks.lift(id, BY);
    expect(await textOf(forum.blocks.export('plain'))).toBe(
      '# allow 203.0.113.7/32\n203.0.113.0/24\n# deny-sign-up 2001:db8::/48\n',
    );
    expect(await textOf(forum.blocks.export('nginx'))).toBe(
      'allow 203.0.113.7/32;\ndeny 203.0.113.0/24;\n# deny-sign-up 2001:db8::/48\n',
    );
    const blocks = JSON.parse(await textOf(forum.blocks.export('json'))) as { range: string }[];
    expect(blocks.map(({ range }) => range)).toEqual(['2001:db8::/48', '203.0.113.7/32', '203.0.113.0/24']);
    expect(() => forum.blocks.export('csv' as never)).toThrow('wanted "plain", "nginx", "json"');
  });

  it('is read again as it was written', async () => {
    const forum = await guard(forums, database());
    await forum.blocks.import(['203.0.113.0/24', '198.51.100.7', '2001:db8::/48'], BY);
    const before = await textOf(forum.blocks.export('plain'));
    const again = await guard(forums, database());
    await again.blocks.import(before.split('\n'), BY);
    expect(await textOf(again.blocks.export('plain'))).toBe(before);
  });
});
