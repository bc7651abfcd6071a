import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from '@jest/globals';
import { AUDIT_TRAIL_ENTITIES, type IpBlock, IpBlocksService } from '../../../src/index.js';
import { Compiled } from '../../faults/compiled.js';
import { describeEachDatabase } from '../../support/databases.js';
import { type Forum, startForum } from '../../support/forum/world.js';
import { CommandProcess, runWithInput } from './run-command.js';

const BY = ['--staff', '17', '--reason', 'Spam in thread 4711'];

describeEachDatabase('the commands for blocks', (database, kind) => {
  let compiled: Compiled;
  let commands: CommandProcess;
  let forum: Forum;

  beforeAll(async () => {
    compiled = await Compiled.make();
    commands = new CommandProcess(compiled);
  });
  beforeEach(async () => {
    forum = await startForum(database(), { trail: { prune: false, neverBlock: ['192.0.2.0/24'] } });
    await Promise.all(
      AUDIT_TRAIL_ENTITIES.filter(({ name }) => name !== 'AuditTrailSetting').map((entity) =>
        forum.dataSource.createQueryBuilder().delete().from(entity).execute(),
      ),
    );
  });
  afterEach(() => forum.close());
  afterAll(() => commands.stop());

  const blocks = (...words: string[]) => commands.run(database(), 'blocks', ...words);
  const listed = async () =>
    (await forum.app.get(IpBlocksService, { strict: false }).list({ live: true })).items;

  it('add a block, list it and lift it', async () => {
    expect(await blocks('list')).toEqual({ code: 0, out: 'There are no blocks.\n', err: '' });
    const added = await blocks('add', '203.0.113.77/24', ...BY, '--days', '7', '--json');
    expect(added).toMatchObject({ code: 0, err: '' });
    const block = JSON.parse(added.out) as IpBlock;
    expect(block).toMatchObject({ range: '203.0.113.0/24', effect: 'deny', staffId: '17' });
    expect(await listed()).toMatchObject([{ id: block.id, range: '203.0.113.0/24' }]);
    expect((await blocks('list')).out).toMatch(
      new RegExp(
        `^${block.id} {2}203\\.0\\.113\\.0/24 +deny +to \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d +0 hits +17: Spam in thread 4711\n$`,
      ),
    );
    expect(await blocks('lift', block.id, ...BY)).toEqual({
      code: 0,
      out: 'The block is lifted.\n',
      err: '',
    });
    expect(await listed()).toEqual([]);
    expect((await blocks('list', '--ended')).out).toContain('lifted ');
    expect(await blocks('lift', block.id, ...BY)).toMatchObject({ code: 1, out: '' });
  });

  it('import a list, export it, and undo it', async () => {
    const file = join(process.env.TEST_FOLDER ?? '', `list-${process.pid}.txt`);
    writeFileSync(file, '# a list\r\n203.0.113.7\r\n203.0.113.*\r\n203.0.113.9\r\nnonsense\r\n');
    const looked = await blocks('import', file, ...BY, '--dry-run');
    expect(looked).toMatchObject({ code: 1, err: '  line 5: INVALID_RANGE: nonsense\n' });
    expect(looked.out).toBe(
      '2 lines would be blocked by 2 blocks, 1 would change nothing, 1 would be refused.\n',
    );
    expect(await listed()).toEqual([]);
    const { code, out } = await blocks('import', file, ...BY);
    expect(code).toBe(1);
    const importId = /^To undo it: audit-trail blocks lift --import ([0-9a-f-]{36})$/m.exec(out)?.[1] ?? '';
    expect(await listed()).toHaveLength(2);
    expect((await blocks('export')).out).toBe('203.0.113.7/32\n203.0.113.0/24\n');
    expect((await blocks('export', '--format', 'nginx')).out).toBe(
      'deny 203.0.113.7/32;\ndeny 203.0.113.0/24;\n',
    );
    expect(await blocks('lift', '--import', importId, ...BY)).toMatchObject({ code: 0 });
    expect((await blocks('export')).out).toBe('');
  });

  // Each command is a process of its own: what does not depend on the database is seen on one.
  if (kind !== 'better-sqlite3') return;

  it('refuse what the application refuses, its neverBlock included, in one sentence', async () => {
    expect(await blocks('add', '10.0.0.0/8', ...BY)).toMatchObject({ code: 1, out: '' });
    const never = await blocks('add', '192.0.2.7', ...BY, '--force');
    expect(never).toMatchObject({ code: 1, out: '' });
    expect(never.err).toMatch(/^The range covers addresses of neverBlock\[0\].*\n$/);
    expect(await listed()).toEqual([]);
  });

  it.each([
    ['add without a reason', ['add', '203.0.113.7', '--staff', '17']],
    ['add with two ends', ['add', '203.0.113.7', ...BY, '--days', '7', '--forever']],
    ['add with an end of half a day', ['add', '203.0.113.7', ...BY, '--days', '0.5']],
    ['lift nothing', ['lift', ...BY]],
    ['lift two things', ['lift', 'a', '--import', 'b', ...BY]],
    ['import a file that is not there', ['import', '/nowhere/list.txt', ...BY]],
    ['export in another format', ['export', '--format', 'csv']],
  ])('exit with 2 where asked to %s', async (_, words) => {
    const { code, out, err } = await blocks(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('import from standard input', async () => {
    const list = '203.0.113.7\n2001:db8::/48\n';
    const { code, out } = await runWithInput(
      compiled,
      database(),
      list,
      'blocks',
      'import',
      '-',
      ...BY,
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ added: 2, refused: [] });
  });
});
