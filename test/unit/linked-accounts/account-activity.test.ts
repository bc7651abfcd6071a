import { describe, expect, it } from '@jest/globals';
import { activityOf } from '../../../src/investigation/linked-accounts/account-activity.js';
import { account, DAY_MS, key, prefix } from './given.js';

const MINUTE = 1 / 1_440;

describe('what an account did lately', () => {
  it('is told by day, sitting and network, in whatever order its entries come', () => {
    const entries = [
      { key: key('203.0.113.7'), atMs: 0 },
      { key: key('2001:db8::1'), atMs: DAY_MS },
      { key: key('2001:db8::2'), atMs: DAY_MS + 1 },
      { key: key('203.0.113.7'), atMs: 3 * DAY_MS },
    ];
    const activity = activityOf('anna', entries);
    expect(activityOf('anna', entries.toReversed())).toEqual(activity);
    expect(activity).toMatchObject({ userId: 'anna', firstMs: 0, lastMs: 3 * DAY_MS, days: [0, 1, 3] });
    expect(activity.visits.get(prefix('203.0.113.7'))).toMatchObject({
      firstMs: 0,
      lastMs: 3 * DAY_MS,
      days: [0, 3],
    });
    expect(activity.visits.get(prefix('203.0.113.7'))?.addresses.size).toBe(0);
    expect(activity.visits.get(prefix('2001:db8::'))?.addresses).toEqual(
      new Map([[1, new Set([key('2001:db8::1'), key('2001:db8::2')])]]),
    );
  });

  it.each([
    ['half an hour', 30, 1],
    ['more than half an hour', 31, 2],
  ])('makes one sitting of entries with a pause of %s, or two', (_, minutes, sittings) => {
    expect(account('anna', ['203.0.113.7', 5, 5 + minutes * MINUTE]).sittings).toHaveLength(sittings);
  });
});
