import { describe, expect, it } from '@jest/globals';
import { placesOf } from '../../../src/investigation/linked-accounts/places.js';
import { secondPlaceFactor } from '../../../src/investigation/linked-accounts/second-place.js';
import { account, network } from './given.js';

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
