import { describe, expect, it } from '@jest/globals';
import { ownNetworks, shortlist } from '../../../src/investigation/linked-accounts/shortlist.js';
import { account, days, network, prefix, usesOf } from './given.js';

const together = (...users: string[]) =>
  Object.fromEntries(['anna', ...users].map((user) => [user, [1, 2] as const]));

describe('the accounts that are read further', () => {
  it('are those whose networks say most, of equals the first by id', () => {
    const networks = [
      network('203.0.113.7', together('zoe', 'dora', 'emil')),
      network('198.51.100.7', together('carl')),
    ];
    expect(shortlist({ userId: 'anna', networks })).toEqual(['carl', 'dora', 'emil', 'zoe']);
  });

  it('are not those who were in the same /56 only', () => {
    const near = { ...network('2001:db8:1:1::7', together('bert')), neighbours: usesOf({ carl: [1, 2] }) };
    expect(shortlist({ userId: 'anna', networks: [near] })).toEqual(['bert']);
  });

  it('are sixty at the most', () => {
    const networks = Array.from({ length: 61 }, (_, i) => network(`203.0.${i}.7`, together(`u${i}`)));
    expect(shortlist({ userId: 'anna', networks })).toHaveLength(60);
    expect(shortlist({ userId: 'anna', networks: networks.slice(1) })).toHaveLength(60);
    expect(shortlist({ userId: 'anna', networks: networks.slice(2) })).toHaveLength(59);
  });
});

describe('the networks whose users are counted', () => {
  it('are those that an account came back to, most often first, of equals the first by name', () => {
    const anna = account(
      'anna',
      ['203.0.113.9', ...days(1, 3)],
      ['203.0.113.7', ...days(4, 6)],
      ['198.51.100.7', ...days(1, 9)],
      ['2001:db8:1:1::7', ...days(1, 2)],
      ['2001:db8:2:1::7', 1],
      ['192.0.2.7', 1],
    );
    // An IPv6 network of one day only is a phone's.
    expect(ownNetworks(anna)).toEqual(
      ['198.51.100.7', '203.0.113.7', '203.0.113.9', '2001:db8:1:1::7', '192.0.2.7'].map(prefix),
    );
  });

  it('are thirty at the most', () => {
    const many = Array.from({ length: 31 }, (_, i): [string, ...number[]] => [`203.0.${i}.7`, ...days(1, 5)]);
    expect(ownNetworks(account('anna', ...many))).toHaveLength(30);
  });
});
