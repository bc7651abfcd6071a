import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AUDIT_TRAIL_ENTITIES, entityReference } from '../../../src/index.js';
import { AuditTrailLookup } from '../../../src/storage/entities/audit-trail-lookup.entity.js';
import { Compiled } from '../../faults/compiled.js';
import { describeEachDatabase } from '../../support/databases.js';
import { Account, Thread } from '../../support/forum/entities.js';
import { type Forum, startForum } from '../../support/forum/world.js';
import { CommandProcess, runUnread } from './run-command.js';

const DAY_MS = 86_400_000;

describeEachDatabase('the commands for a person', (database, system) => {
  let compiled: Compiled;
  let commands: CommandProcess;
  let forum: Forum;

  beforeAll(async () => {
    compiled = await Compiled.make();
    commands = new CommandProcess(compiled);
  });
  beforeEach(async () => {
    forum = await startForum(database(), { trail: { prune: false, userEntity: Account } });
    await Promise.all(
      [...AUDIT_TRAIL_ENTITIES.filter(({ name }) => name !== 'AuditTrailSetting'), Account].map((entity) =>
        forum.dataSource.createQueryBuilder().delete().from(entity).execute(),
      ),
    );
  });
  afterEach(() => forum.close());
  afterAll(() => commands.stop());

  const command = (...words: string[]) => commands.run(database(), ...words);
  const record = (user: string | number, action: string, at = new Date()) =>
    forum.trail.recordFor({ user, ip: '203.0.113.7' }, entityReference(Thread, 7), { action, at });
  const logged = async () =>
    (await forum.dataSource.getRepository(AuditTrailLookup).find({ order: { id: 'ASC' } })).map(
      ({ staffId, kind, reason }) => `${staffId} ${kind}: ${reason}`,
    );

  it('export what is kept as JSON, and log it as the system', async () => {
    await record('ann', 'thread.start', new Date(Date.now() - 1000));
    await record('ben', 'thread.start');
    await record('ann', '=cmd()');
    const { code, out, err } = await command('export', 'ann');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject([
      { kind: 'entry', userId: 'ann', action: '=cmd()' },
      { kind: 'entry', userId: 'ann', ip: '203.0.113.7', action: 'thread.start', entityType: 'Thread' },
    ]);
    expect(await logged()).toEqual([expect.stringMatching(/^system export: /)]);
  });

  it('erase a person, count what went, and can be repeated', async () => {
    await record('ann', 'thread.start');
    await record('ben', 'thread.start');
    const first = await command('erase', 'ann', '--yes');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^The user has been erased\.\n/);
    expect(first.out).toMatch(/^ {2}entries +1$/m);
    expect((await forum.entries()).map(({ userId }) => userId)).toEqual(['ben']);
    const { out } = await command('erase', 'ann', '--yes', '--json');
    expect(JSON.parse(out)).toMatchObject({ deleted: { entries: 0 } });
  });

  it('erase once more what a restored backup brought back', async () => {
    const before = new Date(Date.now() - 60_000);
    await record('ann', 'thread.start', before);
    await command('erase', 'ann', '--yes');
    await record('ann', 'thread.start', before);
    const { code, out } = await command('erase', '--replay', '--yes');
    expect(code).toBe(0);
    expect(out).toMatch(/^The erasures of the last 30 days have been repeated\.\n/);
    expect(await forum.entries()).toEqual([]);
  });

  // Each command is a process of its own: what does not depend on the database is seen on one.
  if (system !== 'better-sqlite3') return;

  it('export an empty list where nothing is kept', async () => {
    expect(await command('export', 'nobody')).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('export CSV in which nothing can run as a formula', async () => {
    await record('ann', 'say "hello", twice', new Date(Date.now() - 1000));
    await record('ann', '=cmd()');
    const { out } = await command(
      'export',
      'ann',
      '--format',
      'csv',
      '--staff',
      'mod',
      '--reason',
      'asked for it',
    );
    const [head, first, second, ...rest] = out.split('\r\n');
    expect(head).toBe(
      'kind,at,id,userId,ip,action,entityType,entityId,outcome,snapshot,reason,entity,column,range,effect,expiresAt,liftedAt',
    );
    expect(first).toMatch(
      /^entry,\d{4}-\d\d-\d\dT[\d:.]+Z,[\da-f-]{36},ann,203\.0\.113\.7,'=cmd\(\),Thread,7,done,,,,,,,,$/,
    );
    expect(second).toContain(',"say ""hello"", twice",');
    expect(rest).toEqual(['']);
    expect(await logged()).toEqual(['mod export: asked for it']);
  });

  it('stop without a stack where nobody reads on', async () => {
    for (let i = 0; i < 3; i++) await record('ann', 'thread.start');
    const { code, err } = await runUnread(compiled, database(), 'export', 'ann');
    expect({ code, err }).toEqual({ code: 1, err: 'Nobody reads the output any more; stopped.\n' });
  });

  it('sweep the users who are gone only after --yes', async () => {
    const [stays] = await forum.dataSource.getRepository(Account).save([{ name: 'Stays' }]);
    await record(stays?.id ?? 0, 'thread.start', new Date(Date.now() - 2 * DAY_MS));
    await record('999', 'thread.start', new Date(Date.now() - 2 * DAY_MS));
    const counted = await command('sweep-users');
    expect(counted).toMatchObject({ code: 0, err: '' });
    expect(counted.out).toMatch(/^1 of 2 users are gone, with 1 entries\. /);
    expect(await forum.entries()).toHaveLength(2);
    const swept = await command('sweep-users', '--yes');
    expect(swept.out).toMatch(/1 entries have been deleted\.\n$/);
    expect((await forum.entries()).map(({ userId }) => userId)).toEqual([String(stays?.id)]);
  });
});
