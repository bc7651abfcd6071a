import { describe, expect, it } from '@jest/globals';
import { EntryIds, firstIdOf, timeOfId } from '../../src/storage/entry-id.js';

const TIME = Date.UTC(2026, 10, 23, 12, 0, 0, 7);
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const made = (count: number, time: (i: number) => number) => {
  const ids = new EntryIds();
  return Array.from({ length: count }, (_, i) => ids.next(time(i)));
};

describe('the id of an entry', () => {
  it('is a UUIDv7 of RFC 9562: the time, the version 7 and the variant stand where they must', () => {
    for (const id of made(10_000, (i) => TIME + i)) expect(id).toMatch(UUID_V7);
  });

  it('holds the time of RFC 9562, appendix A.6, as that example does', () => {
    const [id = ''] = made(1, () => Date.parse('2022-02-22T19:22:22Z'));
    expect(id.slice(0, 15)).toBe('017f22e2-79b0-7');
  });

  it('holds its own time to the millisecond', () => {
    const times = [0, 1, TIME, Date.UTC(9999, 11, 31), 2 ** 48 - 1];
    const ids = new EntryIds();
    expect(times.map((time) => timeOfId(ids.next(time)))).toEqual(times);
    expect(ids.next(0)).toMatch(/^00000000-0000-7/);
    expect(ids.next(2 ** 48 - 1)).toMatch(/^ffffffff-ffff-7/);
  });

  it('ascends within one millisecond, a hundred thousand times', () => {
    const ids = made(100_000, () => TIME);
    expect(new Set(ids.map(timeOfId))).toEqual(new Set([TIME]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ''))).toBe(true);
  });

  it('ascends from millisecond to millisecond', () => {
    const ids = made(10_000, (i) => TIME + Math.floor(i / 3));
    expect(ids.toSorted()).toEqual(ids);
  });

  it('goes back with a clock that steps back, and is never one that was given out already', () => {
    const ids = made(10_000, (i) => TIME + (i % 10));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map(timeOfId)).toEqual(ids.map((_, i) => TIME + (i % 10)));
  });

  it('is another one in each process, although they begin in the same millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => new EntryIds().next(TIME));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is not what the one before it was with a 1 added', () => {
    const tails = made(1_000, () => TIME).map((id) => id.slice(-12));
    expect(new Set(tails).size).toBe(tails.length);
  });
});

describe('the bound between two milliseconds', () => {
  it('stands below every id of its time, and above every id of the time before', () => {
    for (const id of made(1_000, () => TIME)) {
      expect(id >= firstIdOf(TIME)).toBe(true);
      expect(id < firstIdOf(TIME + 1)).toBe(true);
    }
  });

  it('is a UUID of its time', () => {
    expect(firstIdOf(TIME)).toMatch(UUID_V7);
    expect(timeOfId(firstIdOf(TIME))).toBe(TIME);
  });

  it('ends where the times of UUIDs do', () => {
    expect(firstIdOf(-1)).toBe(firstIdOf(0));
    expect(firstIdOf(2 ** 48)).toBe(firstIdOf(2 ** 48 - 1));
  });
});
