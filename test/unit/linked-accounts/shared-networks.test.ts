import { describe, expect, it } from '@jest/globals';
import type { UsedNetwork } from '../../../src/investigation/linked-accounts/link-evidence.js';
import { sharedNetworks } from '../../../src/investigation/linked-accounts/shared-networks.js';
import { network, usesOf } from './given.js';

const weights = (...networks: readonly UsedNetwork[]) =>
  Object.fromEntries(
    [...sharedNetworks({ userId: 'anna', networks })].map(([id, { weight }]) => [id, weight]),
  );

const HOME = '2001:db8:0:100::1';

describe('step 1, shared networks', () => {
  it('counts a network the less, the more others use it', () => {
    const home = network('203.0.113.7', { anna: [0, 9], bert: [0, 9] });
    const office = network('203.0.113.8', { anna: [0, 9], carl: [0, 9], dora: [0, 9] });
    expect(weights(home, office)).toEqual({ bert: 1, carl: 0.5, dora: 0.5 });
  });

  it('adds up what several networks say', () => {
    const both = { anna: [0, 9], bert: [0, 9] } as const;
    expect(weights(network('203.0.113.7', both), network('203.0.113.8', both))).toEqual({ bert: 2 });
  });

  it('counts the addresses of a pool as the one that says most, however many two met on', () => {
    const crowd = (others: number) =>
      Object.fromEntries(
        ['anna', 'bert', ...Array.from({ length: others }, (_, i) => `c${i}`)].map((id) => [
          id,
          [0, 9] as const,
        ]),
      );
    const pool = [network('203.0.113.7', crowd(3)), network('203.0.113.8', crowd(7))];
    expect(weights(...pool)).toMatchObject({ bert: 1 / 4 });
    expect(weights(...pool.toReversed())).toMatchObject({ bert: 1 / 4 });
    // Another pool, and a household, are further places.
    const elsewhere = network('198.51.100.1', crowd(7));
    expect(weights(...pool, elsewhere)).toMatchObject({ bert: 1 / 4 + 1 / 8 });
    const home = network('203.0.113.9', { anna: [0, 9], bert: [0, 9] });
    expect(weights(...pool, home)).toMatchObject({ bert: 1 / 4 + 1 });
  });

  it('counts an address less, the longer ago the other left it', () => {
    const left = (day: number) =>
      weights(network('203.0.113.7', { anna: [100, 110], bert: [0, day] }))['bert'] ?? 0;
    expect(left(105)).toBe(1);
    expect(left(100)).toBe(1);
    expect(left(90)).toBeLessThan(1);
    expect(left(40)).toBeLessThan(left(90));
    // Fixed lines keep their address for years.
    expect(left(0)).toBeGreaterThan(0.3);
  });

  it('counts a neighbour in the /56 a tenth of one in the /64', () => {
    const alone = network(HOME, { anna: [0, 9] });
    const near = { ...alone, neighbours: usesOf({ bert: [0, 9] }) };
    expect(weights(near)).toEqual({ bert: 0.1 });
    expect(weights(network(HOME, { anna: [0, 9], bert: [0, 9] }))).toEqual({ bert: 1 });
    expect(weights({ ...near, neighbours: usesOf({ bert: [0, 9], carl: [0, 9] }) })['bert']).toBeCloseTo(
      0.05,
    );
    const shared = network(HOME, { anna: [0, 9], carl: [0, 9] });
    expect(weights({ ...shared, neighbours: usesOf({ bert: [0, 9] }) })['bert']).toBeCloseTo(0.05);
  });

  it('says nothing of a network that the account itself is not seen on', () => {
    expect(weights(network('203.0.113.7', { bert: [0, 9], carl: [0, 9] }))).toEqual({});
  });
});
