import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { AUDIT_TRAIL_ENTITIES, AuditTrailEntry, entityReference } from '../../../src/index.js';
import { AuditTrailLease } from '../../../src/storage/entities/audit-trail-lease.entity.js';
import { Compiled } from '../../faults/compiled.js';
import { describeEachDatabase } from '../../support/databases.js';
import { Thread } from '../../support/forum/entities.js';
import { type Forum, startForum } from '../../support/forum/world.js';
import { CommandProcess } from './run-command.js';

const DAY_MS = 86_400_000;

describeEachDatabase('the command that deletes old addresses', (database, kind) => {
  let compiled: Compiled;
  let commands: CommandProcess;
  let forum: Forum | undefined;

  beforeAll(async () => {
    compiled = await Compiled.make();
    commands = new CommandProcess(compiled);
  });
  afterEach(() => forum?.close());
  afterAll(() => commands.stop());

  const command = (...words: string[]) => commands.run(database(), 'delete-old-ips', ...words);
  const firstLine = ({ out }: { out: string }) => out.split('\n')[0];

  /** A site that announced its store time, with one entry for each age in days; the user says which. */
  const start = async (trail: object, ages: Record<string, number>): Promise<Forum> => {
    const started = await startForum(database(), { trail: { prune: false } });
    await Promise.all(
      AUDIT_TRAIL_ENTITIES.map((entity) =>
        started.dataSource.createQueryBuilder().delete().from(entity).execute(),
      ),
    );
    await started.close();
    forum = await startForum(database(), { trail: { prune: false, ...trail } });
    for (const [user, days] of Object.entries(ages)) {
      const at = new Date(Date.now() - days * DAY_MS);
      await forum.trail.recordFor({ user, ip: '203.0.113.7' }, entityReference(Thread, 7), { at });
    }
    return forum;
  };
  const users = async () => (await forum?.entries())?.map(({ userId }) => userId);

  it("9. deletes by the application's store time, says so in Misago's words, then counts", async () => {
    await start({ ipStoreDays: 30 }, { older: 31, fresh: 1 });
    const ended = await command();
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(firstLine(ended)).toBe('IP addresses older than 30 days have been removed.');
    expect(ended.out).toMatch(/^ {2}entries +1$/m);
    expect(await users()).toEqual(['fresh']);
  });

  it('counts in a dry run, and deletes nothing', async () => {
    await start({ ipStoreDays: 30 }, { older: 31, fresh: 1 });
    const ended = await command('--dry-run');
    expect(firstLine(ended)).toBe('IP addresses older than 30 days would be removed.');
    expect(ended.out).toMatch(/^ {2}entries +1$/m);
    expect(await users()).toEqual(['older', 'fresh']);
  });

  it('says that another process is at it, and exits with 3', async () => {
    const { dataSource } = await start({ ipStoreDays: 30 }, { older: 31 });
    await dataSource.getRepository(AuditTrailLease).insert({
      name: 'prune',
      holder: 'another',
      token: 'a token of its own',
      expiresAt: new Date(Date.now() + 60_000),
    });
    const ended = await command();
    expect(ended).toMatchObject({
      code: 3,
      err: 'Another process is deleting old IP addresses; nothing was done here.\n',
    });
    expect(await users()).toEqual(['older']);
  });

  // Each command is a process of its own: what does not depend on the database is seen on one.
  if (kind !== 'better-sqlite3') return;

  it('9. says that removal is disabled where addresses are kept for ever', async () => {
    await start({ ipStoreDays: 'forever' }, { ancient: 3000 });
    const ended = await command();
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(firstLine(ended)).toBe('Old IP removal is disabled.');
    expect(await users()).toEqual(['ancient']);
  });

  it('has the name of the command of Misago too', async () => {
    await start({ ipStoreDays: 30 }, { older: 31 });
    expect(await commands.run(database(), 'removeoldips')).toMatchObject({ code: 0 });
    expect(await users()).toEqual([]);
  });

  it('speaks JSON to machines', async () => {
    await start({ ipStoreDays: 30 }, { older: 31, fresh: 1 });
    const { out, err, code } = await command('--json', '--batch-size', '1', '--pause-ms', '0');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      storeDays: 30,
      dryRun: false,
      deleted: { entries: 1 },
      remaining: 0,
      errors: [],
      notSeen: [],
    });
  });

  it('wants --yes for a store time that is shorter than the one of the application', async () => {
    await start({ ipStoreDays: 30 }, { older: 12, fresh: 1 });
    const refused = await command('--store-days', '10');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toBe(
      '--store-days 10 is shorter than what the application keeps (30 days). Say --yes to delete the difference.\n',
    );
    expect(await users()).toEqual(['older', 'fresh']);
    const agreed = await command('--store-days', '10', '--yes');
    expect(agreed).toMatchObject({ code: 0 });
    expect(firstLine(agreed)).toBe('IP addresses older than 10 days have been removed.');
    expect(await users()).toEqual(['fresh']);
  });

  it('takes a longer store time at its word, and changes nothing in what the application announced', async () => {
    await start({ ipStoreDays: 30 }, { older: 60, old: 31 });
    expect(firstLine(await command('--store-days', '50'))).toBe(
      'IP addresses older than 50 days have been removed.',
    );
    expect(await users()).toEqual(['old']);
    expect(firstLine(await command())).toBe('IP addresses older than 30 days have been removed.');
    expect(await users()).toEqual([]);
  });

  it('has no store time of its own: without one it exits with 2', async () => {
    const { dataSource } = await start({ ipStoreDays: 30 }, { older: 31 });
    for (const entity of AUDIT_TRAIL_ENTITIES.filter((one) => one !== AuditTrailEntry)) {
      await dataSource.createQueryBuilder().delete().from(entity).execute();
    }
    expect(await command()).toEqual({
      code: 2,
      out: '',
      err: 'The application has not written its store time into this database yet. Start it once, or give --store-days.\n',
    });
    expect(await users()).toEqual(['older']);
    expect(await command('--store-days', '30')).toMatchObject({ code: 0 });
    expect(await users()).toEqual([]);
  });
});
