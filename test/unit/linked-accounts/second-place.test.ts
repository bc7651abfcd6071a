import { describe, expect, it } from '@jest/globals';
import { placesOf } from '../../../src/investigation/linked-accounts/places.js';
import {
  halvesOf,
  secondPlaceFactor,
  splitPlace,
} from '../../../src/investigation/linked-accounts/second-place.js';
import { account, days, network, prefix } from './given.js';

const anna = account('anna', ['203.0.113.7', 0]);
const bert = account('bert', ['203.0.113.7', 0]);

function factor(...networks: readonly ReturnType<typeof network>[]): number {
  const places = placesOf('anna', networks);
  const [first] = places;
  if (first === undefined) throw new Error('there is no place');
  return secondPlaceFactor([anna, bert], first, places, 1_000);
}

const both = { anna: [0, 30], bert: [0, 30] } as const;
const home = network('203.0.113.7', both);

describe('step 3, a second place', () => {
  it('says nothing where there is one place only', () => {
    expect(factor(home)).toBe(1);
  });

  it('is rarely shared by two people who share the first', () => {
    expect(factor(home, network('198.51.100.7', both))).toBe(50);
  });

  it('says less, the more of the site meet there', () => {
    const others = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`u${i}`, [0, 30] as const]));
    expect(factor(home, network('198.51.100.7', { ...both, ...others }))).toBeCloseTo(10);
  });

  it('is not the address to which the first place moved', () => {
    const moved = { anna: [31, 60], bert: [31, 60] } as const;
    expect(factor(home, network('198.51.100.7', moved))).toBe(1);
  });

  it('is not another address of the same neighbourhood', () => {
    expect(factor(home, network('203.0.113.200', both))).toBe(1);
    expect(
      placesOf('anna', [network('2001:db8:1:1::1', both), network('2001:db8:1:2::1', both)]),
    ).toHaveLength(1);
  });

  it('is not the IPv6 half of the first place', () => {
    expect(factor(home, network('2001:db8:1:1::1', both))).toBe(1);
  });
});

describe('the two halves of a place', () => {
  const carrier = network('100.100.0.1', both);
  const ipv6 = network('2001:db8:1:1::1', both);
  const placeOf = (...networks: ReturnType<typeof network>[]) => {
    const [place] = placesOf('anna', networks);
    if (place === undefined) throw new Error('there is no place');
    return place;
  };
  const isOwn = (name: string) => name !== prefix('100.100.0.1');
  const names = (places: ReturnType<typeof halvesOf>) =>
    places.map(({ networks }) => networks.map((one) => one.network));
  const place = placeOf(carrier, ipv6);
  const whole = [[prefix('100.100.0.1'), prefix('2001:db8:1:1::1')]];
  const halves = [[prefix('100.100.0.1')], [prefix('2001:db8:1:1::1')]];
  const own = ['203.0.113.7', ...days(0, 30)] as const;

  it('are told apart only where the IPv4 half is a crowd', () => {
    expect(splitPlace(place, isOwn).halves).toMatchObject({
      ipv4: { networks: [carrier] },
      ipv6: { networks: [ipv6] },
    });
    expect(splitPlace(place, () => true).halves).toBeNull();
    expect(splitPlace(placeOf(ipv6), isOwn).halves).toBeNull();
    // One address of its own is enough.
    expect(splitPlace(placeOf(carrier, network('100.100.0.2', both)), isOwn).halves).toBeNull();
  });

  it('are two places for an account that has an IPv4 address of its own beside them', () => {
    expect(names(halvesOf(splitPlace(place, isOwn), account('bert', own), isOwn))).toEqual(halves);
  });

  it.each([
    ['has none', account('bert', ['2001:db8:1:1::1', 1, 2])],
    ['has one of a crowd', account('bert', ['100.100.0.1', ...days(0, 30)])],
    ['had one at another time', account('bert', ['203.0.113.7', ...days(40, 60)])],
    ['had one for five hours only', account('bert', ['203.0.113.7', 1, 1 + 5 / 24])],
    ['was never on the IPv6 half', account('carl', own)],
  ])('are one for an account that %s', (_, other) => {
    expect(names(halvesOf(splitPlace(place, isOwn), other, isOwn))).toEqual(whole);
  });

  it('are two for one that had it for seven hours', () => {
    const other = account('bert', ['203.0.113.7', 1, 1 + 7 / 24]);
    expect(names(halvesOf(splitPlace(place, isOwn), other, isOwn))).toEqual(halves);
  });
});
