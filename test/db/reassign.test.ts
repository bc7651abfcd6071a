import { expect, it } from '@jest/globals';
import { AccessLog } from '../../src/access-log/access-log.js';
import { Staff } from '../../src/access-log/staff.js';
import { entityReference } from '../../src/index.js';
import { AuditTrailHold } from '../../src/storage/entities/audit-trail-hold.entity.js';
import { describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { BY, NOW, startPrivateForum } from './privacy-world.js';
import { DAY_MS } from './retention-world.js';

const forums = forumsOfTest();

describeEachDatabase('accounts that were merged', (database) => {
  const start = (trail: object = {}) => startPrivateForum(forums, database(), trail);

  it('are one person: all entries of the one are those of the other, and nobody else is touched', async () => {
    const forum = await start({ prune: { batchSize: 2, pauseMs: 0 } });
    await forum.given(...['old', 'old', 'new', 'old', 'OLD', 'old', 'old'].map((user) => ({ user })));
    await forum.given({ user: null, outcome: 'failed' }, { user: 'bob', about: ['Account', 'old'] });
    expect(await forum.personalData.reassign('old', 'new', BY)).toEqual({ moved: 5 });
    expect(await forum.users()).toEqual(['new', 'new', 'new', 'new', 'OLD', 'new', 'new', null, 'bob']);
    expect((await forum.entries()).at(-1)).toMatchObject({ entityId: 'old', ip: '203.0.113.7' });
    expect(await forum.personalData.reassign('old', 'new', BY)).toEqual({ moved: 0 });
  });

  it('are named in the log with who did it, and lookups of the one are lookups of the other', async () => {
    const forum = await start();
    await forum.given({ user: 'old' });
    await forum.app.get(AccessLog, { strict: false }).log(Staff.of(BY), 'entries', [{ userId: 'old' }]);
    await forum.personalData.reassign('old', 'new', BY);
    expect(await forum.lookups()).toMatchObject([
      { kind: 'entries', userId: 'new' },
      { kind: 'reassign', userId: 'new', staffId: BY.staffId, reason: BY.reason, results: 1 },
      { kind: 'reassign', userId: 'new', results: 1 },
    ]);
  });

  it('keep the hold that lasts longer', async () => {
    const forum = await start();
    const hold = (user: string, days: number) =>
      forum.personalData.hold(user, { ...BY, until: new Date(NOW + days * DAY_MS) });
    const held = async () =>
      (await forum.dataSource.getRepository(AuditTrailHold).find()).map(
        ({ userId, until }) => `${userId} ${(until.getTime() - NOW) / DAY_MS}`,
      );
    await hold('old', 7);
    await forum.personalData.reassign('old', 'new', BY);
    expect(await held()).toEqual(['new 7']);
    await hold('old', 3);
    await forum.personalData.reassign('old', 'new', BY);
    expect(await held()).toEqual(['new 7']);
    await hold('old', 9);
    await forum.personalData.reassign('old', 'new', BY);
    expect(await held()).toEqual(['new 9']);
  });

  it('take along what this process has in memory', async () => {
    const forum = await start();
    const recorded = forum.trail.recordFor({ user: 'old', ip: '203.0.113.7' }, entityReference(Thread, 1));
    expect(await forum.personalData.reassign('old', 'new', BY)).toEqual({ moved: 1 });
    await recorded;
  });

  it('may be one already, and are not moved without a name and a reason', async () => {
    const forum = await start();
    await forum.given({ user: 'old' });
    expect(await forum.personalData.reassign('old', 'old', BY)).toEqual({ moved: 0 });
    const nameless = forum.personalData.reassign('old', 'new', undefined as unknown as typeof BY);
    await expect(nameless).rejects.toMatchObject({ code: 'INVALID_USER' });
    await expect(forum.personalData.reassign('old', '', BY)).rejects.toMatchObject({ code: 'INVALID_USER' });
    expect(await forum.users()).toEqual(['old']);
  });
});
