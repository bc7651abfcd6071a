import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Cron, SchedulerRegistry } from '@nestjs/schedule';
import { AuditTrailModule, type AuditTrailModuleOptions } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { until } from '../support/forum/until.js';
import type { Forum } from '../support/forum/world.js';

const DAY_MS = 86_400_000;
const forums = forumsOfTest();
const JOB = 'audit-trail.prune';

/** Records one entry for each age, by a user of that name. */
async function recordAt(forum: Forum, ages: Record<string, number>): Promise<void> {
  const thread = Object.assign(new Thread(), { id: 7 });
  for (const [user, days] of Object.entries(ages)) {
    const at = new Date(Date.now() - days * DAY_MS);
    await forum.trail.recordFor({ user, ip: '203.0.113.7' }, thread, { at });
  }
}

const usersOf = async (forum: Forum) => (await forum.entries()).map(({ userId }) => userId);

describeEachDatabase('the scheduled task', (database) => {
  it("is a job of the application's scheduler, which deletes what is older than the store time", async () => {
    const forum = await forums.on(database(), { trail: { ipStoreDays: 5, prune: { batchSize: 1 } } });
    await recordAt(forum, { ann: 6, bob: 5, eve: 4.9, dan: 0 });
    const job = forum.app.get(SchedulerRegistry).getCronJob(JOB);
    expect(job.cronTime.source).toBe('17 3 * * *');
    await job.fireOnTick();
    await until('it is done', () => forum.logs.messages('log', 'AuditTrail').length > 0);
    expect(await usersOf(forum)).toEqual(['eve', 'dan']);
    expect(forum.logs.messages('log', 'AuditTrail')).toEqual(['Pruned: entries 2; 0 left for the next run.']);
  });
});

let hostTicks = 0;

@Injectable()
class HostTasks {
  @Cron('*/10 * * * * *')
  tick(): void {
    hostTicks++;
  }
}

describe('the clock of the scheduler', () => {
  beforeEach(() => {
    hostTicks = 0;
    // What HTTP and the database use stays as it is.
    const doNotFake = [
      'nextTick',
      'setImmediate',
      'clearImmediate',
      'queueMicrotask',
      'performance',
      'hrtime',
    ] as const;
    jest.useFakeTimers({ now: new Date('2026-11-23T03:00:00'), doNotFake: [...doNotFake] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it("fires an application's own @Cron once for each tick, and ours on time", async () => {
    const forum = await forums.inMemory({
      providers: [HostTasks],
      trail: { ipStoreDays: 5, prune: { cron: '*/30 * * * * *' } },
    });
    await recordAt(forum, { ann: 6, dan: 0 });
    await jest.advanceTimersByTimeAsync(29_500);
    expect(hostTicks).toBe(2);
    expect(await usersOf(forum)).toEqual(['ann', 'dan']);

    await jest.advanceTimersByTimeAsync(1_000);
    expect(hostTicks).toBe(3);
    await until('it is done', () => forum.logs.messages('log', 'AuditTrail').length > 0);
    expect(await usersOf(forum)).toEqual(['dan']);

    await jest.advanceTimersByTimeAsync(30_000);
    expect(hostTicks).toBe(6);
    await forum.close();

    await jest.advanceTimersByTimeAsync(60_000);
    expect(hostTicks).toBe(6);
    expect(forum.logs.messages('log', 'AuditTrail')).toHaveLength(2);
  });
});

describe('at the start', () => {
  const warningsOf = async (trail: AuditTrailModuleOptions, scheduler: boolean) => {
    const { logs } = await forums.inMemory({ trail, scheduler });
    return logs.messages('warn');
  };

  it('an application without a scheduler is told how to get one', async () => {
    expect(await warningsOf({}, false)).toEqual([
      expect.stringMatching(/^Nothing deletes old IP addresses.*ScheduleModule\.forRoot\(\).*prune: false/),
    ]);
  });

  it('an application that imports the module twice is told so', async () => {
    const twice = forums.inMemory({ imports: [AuditTrailModule.forRoot({ ipStoreDays: 5 })] });
    await expect(twice).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/^AuditTrailModule is imported twice/),
    });
  });

  it.each<[string, AuditTrailModuleOptions, boolean]>([
    ['there is a scheduler', {}, true],
    ['prune is false', { prune: false }, false],
    ['addresses are kept for ever', { ipStoreDays: 'forever' }, false],
  ])('there is no warning where %s', async (_, trail, scheduler) => {
    expect(await warningsOf(trail, scheduler)).toEqual([]);
  });

  it('there is no job where prune is false', async () => {
    const forum = await forums.inMemory({ trail: { prune: false } });
    expect(forum.app.get(SchedulerRegistry).getCronJobs().size).toBe(0);
  });

  it('there is a job where addresses are kept for ever, for what has a time of its own', async () => {
    const forum = await forums.inMemory({ trail: { ipStoreDays: 'forever' } });
    expect(forum.app.get(SchedulerRegistry).getCronJobs().size).toBe(1);
  });
});
