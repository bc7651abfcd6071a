import { describe, expect, it } from '@jest/globals';
import { deviceFactor, proxiesAmong } from '../../../src/investigation/linked-accounts/same-device.js';
import { account, days, key, type Seen } from './given.js';

const never = () => false;
const factor = (mine: readonly Seen[], theirs: readonly Seen[], isProxy: (ip: string) => boolean = never) =>
  deviceFactor(account('anna', ...mine), account('bert', ...theirs), isProxy);

/** One device that makes itself another address each day. */
const device = (name: number, from: number, to: number): Seen[] =>
  days(from, to).map((day) => [`2001:db8::${name}:${day}`, day, day + 0.1]);

describe('step 4, the device', () => {
  it('is one where the whole address was the same on one day', () => {
    expect(factor([['2001:db8::7', 1, 2]], [['2001:db8::7', 2.5]])).toBe(100);
  });

  it('is not one where the same address came back on another day', () => {
    expect(factor([['2001:db8::7', 1]], [['2001:db8::7', 2]])).toBe(1);
  });

  it('says nothing of a whole address that is a proxy', () => {
    const users = Array.from({ length: 6 }, (_, i) => account(`u${i}`, ['2001:db8::7', 1]));
    expect(proxiesAmong(users.slice(0, 5))(key('2001:db8::7'))).toBe(false);
    const isProxy = proxiesAmong(users);
    expect(isProxy(key('2001:db8::7'))).toBe(true);
    expect(factor([['2001:db8::7', 1]], [['2001:db8::7', 1]], isProxy)).toBe(1);
  });

  it('is another where both were there at once with addresses of their own, the surer the more often', () => {
    const once = factor(device(1, 1, 9), device(2, 9, 17));
    const often = factor(device(1, 1, 9), device(2, 1, 9));
    expect(once).toBeLessThan(1);
    expect(often).toBeLessThan(once);
    expect(often).toBeGreaterThanOrEqual(1 / 20);
  });

  it('says less where the addresses change all day long', () => {
    const restless = (name: number): Seen[] =>
      days(1, 9).flatMap((day): Seen[] => [
        [`2001:db8::${name}:${day}`, day],
        [`2001:db8::${name}:f${day}`, day + 0.1],
      ]);
    expect(factor(restless(1), restless(2))).toBeGreaterThan(factor(device(1, 1, 9), device(2, 1, 9)));
  });

  it('says nothing of IPv4, which a whole home shares', () => {
    expect(factor([['203.0.113.7', 1]], [['203.0.113.7', 1]])).toBe(1);
  });
});
