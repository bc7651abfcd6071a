import { expect, it } from '@jest/globals';
import { entityReference, IpRetentionService } from '../../src/index.js';
import { SiteSettings } from '../../src/settings/site-settings.js';
import { describeEachDatabase } from '../support/databases.js';
import { Account } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';

const NOW = Date.UTC(2026, 10, 23);
const forums = forumsOfTest();

describeEachDatabase('replicas with different store times', (database) => {
  const clock = new TestClock(NOW);
  const start = (trail: object) => forums.on(database(), { trail, override: clock.override });
  const fresh = async (trail: object): Promise<Forum> => {
    clock.set(NOW);
    const before = await start(trail);
    await emptyTrail(before.dataSource);
    return start(trail);
  };
  const record = (forum: Forum, days: number) =>
    forum.trail.recordFor({ user: 'ann', ip: '203.0.113.7' }, entityReference('Thread', days), {
      at: new Date(NOW - days * DAY_MS),
    });
  const prune = ({ app }: Forum) => app.get(IpRetentionService).prune();
  /** Nest has one logger for a process, so that the application that was started last has all lines. */
  const said = ({ logs }: Forum, level: 'warn' | 'error') => logs.messages(level, 'AuditTrail');

  it('prune by the longer one for a day, and say so; then by the one that was announced last', async () => {
    const old = await fresh({ ipStoreDays: 90 });
    await record(old, 60);
    const deployed = await start({ ipStoreDays: 30 });
    expect(said(deployed, 'warn')).toEqual([expect.stringMatching(/\(90 days\) than this one \(30 days\)/)]);
    expect(await prune(deployed)).toMatchObject({
      cutoff: new Date(NOW - 90 * DAY_MS),
      deleted: { entries: 0 },
    });
    expect(said(deployed, 'warn').at(-1)).toMatch(/^Addresses are kept for 90 days.*another process/);

    clock.set(NOW + DAY_MS);
    deployed.logs.clear();
    expect(await prune(old)).toMatchObject({
      cutoff: new Date(NOW + DAY_MS - 30 * DAY_MS),
      deleted: { entries: 1 },
    });
    expect(said(deployed, 'error')).toEqual([
      expect.stringMatching(/^Addresses are kept for 30 days.*as the process that started last.*90 days/),
    ]);
    deployed.logs.clear();
    await prune(deployed);
    expect(deployed.logs.text).not.toMatch(/Addresses are kept for/);
  });

  it('prune by the longer one at once where that is the new one', async () => {
    const old = await fresh({ ipStoreDays: 30 });
    await record(old, 60);
    const deployed = await start({ ipStoreDays: 90 });
    expect(await prune(old)).toMatchObject({ deleted: { entries: 0 } });
    expect(said(deployed, 'warn').at(-1)).toMatch(/^Addresses are kept for 90 days/);
  });

  it('keep entries for a day more where keepEntries is taken back', async () => {
    const old = await fresh({ ipStoreDays: 30, keepEntries: { days: 300 } });
    await record(old, 60);
    const deployed = await start({ ipStoreDays: 30 });
    expect(await prune(deployed)).toMatchObject({ deleted: { entries: 0, addresses: 1 } });
    clock.set(NOW + DAY_MS);
    const report = await prune(deployed);
    expect(report.deleted).toMatchObject({ entries: 1 });
    expect(report.deleted).not.toHaveProperty('addresses');
  });

  it('announce nothing that changes what is announced where they are configured alike', async () => {
    const one = await fresh({ ipStoreDays: 30 });
    const before = await one.app.get(SiteSettings).read();
    const other = await start({ ipStoreDays: 30 });
    expect(await other.app.get(SiteSettings).read()).toEqual(before);
    expect(said(other, 'warn')).toEqual([]);
  });

  it('announce what the command needs to know', async () => {
    const forum = await fresh({
      ipStoreDays: 30,
      keepEntries: { days: 300 },
      lookupLogDays: 200,
      neverBlock: ['192.0.2.77/24'],
      userEntity: { entity: Account, userId: 'id' },
    });
    const retention = forum.app.get(IpRetentionService);
    retention.register({ name: 'sessions', prune: async () => 0 });
    await prune(forum);
    expect(await forum.app.get(SiteSettings).read()).toEqual({
      storeTimes: [{ days: 30, keepDays: 300, until: null }],
      lookupLogDays: 200,
      userEntity: { entity: 'Account', userId: 'id' },
      neverBlock: ['192.0.2.0/24'],
      sources: ['sessions'],
    });
  });
});
