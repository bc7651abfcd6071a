import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../src/settings/cutoff.js';
import {
  announceStoreTimes,
  areSame,
  type AnnouncedStoreTimes,
  longestStoreTimes,
  storeTimesOf,
  type StoreTimes,
} from '../../src/settings/store-times.js';

const NOW = Date.UTC(2026, 10, 23);
const days = (number: number | 'forever', keepDays = number): StoreTimes => ({ days: number, keepDays });

/** Processes that start one after another, each some days after the one before. */
const started = (...starts: (readonly [configured: StoreTimes, daysLater: number])[]) => {
  let now = NOW;
  let announced: AnnouncedStoreTimes[] = [];
  for (const [configured, daysLater] of starts) {
    now += daysLater * DAY_MS;
    announced = announceStoreTimes(announced, configured, now);
  }
  return { announced, at: (later: number) => longestStoreTimes(announced, now + later * DAY_MS) };
};

describe('the store times that the processes of a site announce', () => {
  it('are those of the only one that there is', () => {
    const { announced, at } = started([days(90), 0]);
    expect(announced).toEqual([{ days: 90, keepDays: 90, until: null }]);
    expect(at(1000)).toEqual(days(90));
  });

  it('are the longer ones for a day where a shorter one is deployed, and the new ones then', () => {
    const { at } = started([days(90), 0], [days(30), 7]);
    expect([at(0), at(0.999), at(1)]).toEqual([days(90), days(90), days(30)]);
  });

  it('are the longer ones at once where a longer one is deployed', () => {
    const { at } = started([days(30), 0], [days(90), 7]);
    expect([at(0), at(1), at(2)]).toEqual([days(90), days(90), days(90)]);
  });

  it('count a day from the first start of another configuration, however many replicas follow', () => {
    const { at } = started([days(90), 0], [days(30), 7], [days(30), 0.9]);
    expect([at(0.05), at(0.2)]).toEqual([days(90), days(30)]);
  });

  it('are the longest of three that are deployed within a day', () => {
    const { at } = started([days(60), 0], [days('forever'), 1], [days(30), 0.5]);
    expect([at(0), at(1)]).toEqual([days('forever'), days(30)]);
  });

  it('do not grow with the number of starts', () => {
    const starts = Array.from({ length: 50 }, (_, i) => [days(30 + (i % 2)), 0.01] as const);
    expect(started(...starts).announced).toHaveLength(2);
  });

  it('keep entries as long as any of them would', () => {
    const { at } = started([days(90, 400), 0], [days(90), 7]);
    expect([at(0), at(1)]).toEqual([days(90, 400), days(90)]);
  });

  it('are none where none was announced, or all of them have ended', () => {
    expect(longestStoreTimes([], NOW)).toBeNull();
    expect(longestStoreTimes([{ ...days(90), until: NOW }], NOW)).toBeNull();
  });

  it('are others where addresses or entries are kept for another time', () => {
    expect(areSame(days(90, 400), days(90, 400))).toBe(true);
    expect(areSame(days(90, 400), days(60, 400))).toBe(false);
    expect(areSame(days(90, 400), days(90, 500))).toBe(false);
  });

  it('come from the options', () => {
    expect(storeTimesOf({ ipStoreDays: 90, keepEntries: false })).toEqual(days(90));
    expect(storeTimesOf({ ipStoreDays: 90, keepEntries: { days: 400 } })).toEqual(days(90, 400));
    expect(storeTimesOf({ ipStoreDays: 'forever', keepEntries: false })).toEqual(days('forever'));
  });
});
