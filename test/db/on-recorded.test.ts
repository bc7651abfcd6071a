import { describe, expect, it } from '@jest/globals';
import { type AuditTrailOptions, entityReference } from '../../src/index.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { turns } from './turns.js';

const forums = forumsOfTest();
const WHO = { user: '7', ip: '203.0.113.7' };
const thing = entityReference('Thing', '1');
class TellingError extends TypeError {
  override readonly name = 'TellingError';
}

describe('the option onRecorded', () => {
  it.each<[string, AuditTrailOptions['onRecorded']]>([
    [
      'that throws',
      () => {
        throw new TellingError('203.0.113.7');
      },
    ],
    [
      'whose promise is rejected',
      async () => {
        throw new TellingError('203.0.113.7');
      },
    ],
  ])('%s is logged by the name of its error, and the entry is recorded', async (_, onRecorded) => {
    const forum = await forums.inMemory({ trail: { onRecorded } });
    await forum.trail.recordFor(WHO, thing);
    await forum.dataSource.transaction((manager) => forum.trail.recordFor(WHO, thing, { manager }));
    expect(await forum.trail.recordMany([{ ...WHO, entity: thing }])).toBe(1);
    await turns();
    expect(await forum.entries()).toHaveLength(3);
    expect(forum.logs.messages('error', 'AuditTrail')).toEqual(
      Array<string>(3).fill('The option onRecorded threw TellingError; the entry is recorded.'),
    );
    expect(forum.logs.text).not.toContain('203.0.113.7');
  });

  it('is told of each entry once, as its caller is', async () => {
    const told: object[] = [];
    const forum = await forums.inMemory({ trail: { onRecorded: (entry) => void told.push(entry) } });
    const returned = await forum.trail.recordFor(WHO, thing);
    expect(told).toEqual([returned]);
    expect(told).toEqual(await forum.entries());
    await forum.trail.recordFor({ user: null, ip: '203.0.113.7' }, thing);
    expect(told).toHaveLength(1);
  });
});
