import { describe, expect, it } from '@jest/globals';
import { dueTime, pruneTimesOf } from '../../src/retention/due-time.js';
import { cutoffOf, DAY_MS } from '../../src/settings/cutoff.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const daysAgo = (days: number) => new Date(NOW - days * DAY_MS);

describe('the time at which something becomes due', () => {
  const due = (days: number | 'forever', keepDays = days) => {
    const times = pruneTimesOf(NOW, { days, keepDays });
    return (name: Parameters<typeof dueTime>[0], lookupLogDays = 365) =>
      dueTime(name, times, { lookupLogDays });
  };

  it('is the store time before now, to the millisecond', () => {
    expect(DAY_MS).toBe(86_400_000);
    expect(cutoffOf(NOW, 90)).toEqual(new Date('2026-08-25T12:00:00.000Z'));
  });

  it('is another for entries that are kept longer than their addresses', () => {
    expect(due(90, 400)('storeTime')).toEqual(daysAgo(90));
    expect(due(90, 400)('entriesEnd')).toEqual(daysAgo(400));
    expect(due(90)('entriesEnd')).toEqual(daysAgo(90));
  });

  it('never comes for addresses that are kept for ever, and comes for the rest', () => {
    const forever = due('forever');
    expect([forever('storeTime'), forever('entriesEnd')]).toEqual([null, null]);
    expect(forever('lookupsEnd', 30)).toEqual(daysAgo(30));
    expect(forever('now')).toEqual(new Date(NOW));
  });

  it('is 30 days for erasures, and 365 for blocks that have ended', () => {
    expect(due(90)('erasuresEnd')).toEqual(daysAgo(30));
    expect(due(90)('blocksEnd')).toEqual(daysAgo(365));
  });
});
