import { describe, expect, it } from '@jest/globals';
import { isPlace, OwnPlaces } from '../../../src/investigation/linked-accounts/own-places.js';
import { account, days, prefix } from './given.js';

const HOME = '203.0.113.7';
const CARRIER = '198.51.100.1';
const isOwn = (network: string) => network !== prefix(CARRIER);

/** Members as they live everywhere: at a home of their own, most days. */
const members = Array.from({ length: 10 }, (_, i) =>
  account(`m${i}`, [`203.0.114.${i}`, ...days(1, 20)], [CARRIER, 21, 22]),
);
const anna = account('anna', [HOME, ...days(1, 30)]);
const factor = (...theirs: Parameters<typeof account>[1][]) =>
  new OwnPlaces(members, isOwn).factor(anna, account('bert', ...theirs), new Set([prefix(HOME)]));

describe('step 2, a life of its own', () => {
  it('makes an account likelier that is nowhere but where the other one is, or behind a crowd', () => {
    const lurking = factor([HOME, 3, 9], [CARRIER, ...days(1, 25)]);
    expect(lurking).toBeGreaterThan(factor([HOME, 3, 9], ['203.0.115.1', ...days(1, 25)]));
    expect(lurking).toBeGreaterThan(2);
  });

  it('makes two likelier that are both at home nowhere, as second accounts of a third are', () => {
    const hidden = (id: string) => account(id, [CARRIER, ...days(1, 25)]);
    const both = (a: typeof anna, b: typeof anna) =>
      new OwnPlaces(members, isOwn).factor(a, b, new Set([prefix(CARRIER)]));
    expect(both(hidden('bert'), hidden('carl'))).toBeGreaterThan(both(hidden('bert'), anna));
    expect(both(hidden('bert'), hidden('carl'))).toBeGreaterThan(2);
    expect(both(members[0] as typeof anna, anna)).toBeLessThan(1);
  });

  it('says more, the more days the account acted on', () => {
    expect(factor([HOME, 3], [CARRIER, ...days(1, 25)])).toBeGreaterThan(factor([HOME, 3], [CARRIER, 5, 6]));
  });

  it('expects less where members have no place of their own either', () => {
    const hidden = Array.from({ length: 10 }, (_, i) => account(`m${i}`, [CARRIER, ...days(1, 20)]));
    const among = (others: typeof hidden) =>
      new OwnPlaces(others, isOwn).factor(
        anna,
        account('bert', [HOME, 3], [CARRIER, ...days(1, 25)]),
        new Set([prefix(HOME)]),
      );
    expect(among(hidden)).toBeLessThan(among(members));
  });

  it('says nothing of two who were never around at the same time', () => {
    expect(factor([CARRIER, ...days(100, 120)])).toBeLessThanOrEqual(1);
  });

  it('takes no IPv6 network of a single day for a place', () => {
    const { visits } = account('anna', ['2001:db8::1', 1, 1.5], ['2001:db8:1::1', 1, 2], [HOME, 1]);
    const places = [...visits.values()].filter(isPlace).map(({ network }) => network);
    expect(places.toSorted()).toEqual([prefix(HOME), prefix('2001:db8:1::')].toSorted());
  });
});
