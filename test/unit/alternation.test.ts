import { describe, expect, it } from '@jest/globals';
import { longestAlternation } from '../../src/investigation/alternation.js';
import { alternationOn, sharedNetworks } from '../../src/investigation/shared-networks.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `a0 b1 a5`: who acted, and at which hour. */
const turns = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map((turn) => ({ userId: turn.charAt(0), at: Number(turn.slice(1)) * HOUR_MS }));

describe('the longest alternation of two users on a network', () => {
  it.each([
    ['nobody acted', '', null],
    ['one acted alone', 'a0 a1 a2', null],
    ['one came after the other, once', 'a0 a1 b2 b3', null],
    ['one came back', 'a0 b1 a2', [0, 2, 2]],
    ['each came in turn', 'a0 b1 a2 b3 a4', [0, 4, 4]],
    ['one was there long before and long after', 'a0 a1 a2 b3 a4 a5 a6', [2, 4, 2]],
    ['they were there once a day', 'a0 b24 a48 b72', [0, 72, 3]],
    ['a week lay between', 'a0 b168 a336', [0, 336, 2]],
    ['more than a week lay between', 'a0 b1 a2 b171 a172 b173 a174', [171, 174, 3]],
    ['one went on alone for more than a week', 'a0 b1 a2 a50 a100 a150 a200 b201 a202 b203', [200, 203, 3]],
    ['there were two stretches as long, the latest', 'a0 b1 a2 a1000 b1001 a1002', [1000, 1002, 2]],
    ['they acted at the same moment', 'a0 b0 a0', [0, 0, 2]],
  ] as const)('where %s', (_, text, found) => {
    const [from, to, switches] = found ?? [];
    expect(longestAlternation(turns(text))).toEqual(
      found === null ? null : { from: (from ?? 0) * HOUR_MS, to: (to ?? 0) * HOUR_MS, switches },
    );
  });
});

describe('networks that users share', () => {
  const HOME = '4cb007107';
  const OFFICE = '4c6336401';
  const visits = (ip: string, ...days: number[]) => days.map((day) => ({ ip, at: day * DAY_MS }));

  it('are those on which two of them were, IPv6 by the /64', () => {
    const phone = '620010db80001000';
    const shared = sharedNetworks(
      new Map([
        ['a', [...visits(HOME, 1, 5), ...visits(`${phone}20000000000000001`, 2), ...visits(OFFICE, 9)]],
        ['b', [...visits(`${phone}2ffffffffffffffff`, 3), ...visits('4c0000201', 4)]],
        ['c', visits(HOME, 3)],
      ]),
    );
    expect(shared.map(({ prefix }) => prefix)).toEqual([HOME, `${phone}2`]);
    expect(shared[0]?.use).toEqual([
      { userId: 'a', entries: 2, firstSeen: DAY_MS, lastSeen: 5 * DAY_MS },
      { userId: 'c', entries: 1, firstSeen: 3 * DAY_MS, lastSeen: 3 * DAY_MS },
    ]);
  });

  it('come with those first that most of them shared, then the latest', () => {
    const shared = sharedNetworks(
      new Map([
        ['a', [...visits(OFFICE, 1), ...visits(HOME, 2), ...visits('4c0000201', 9)]],
        ['b', [...visits(OFFICE, 1), ...visits(HOME, 8), ...visits('4c0000201', 3)]],
        ['c', visits(OFFICE, 1)],
      ]),
    );
    expect(shared.map(({ prefix }) => prefix)).toEqual([OFFICE, '4c0000201', HOME]);
  });

  it('name the two who took turns the most, whoever else was there', () => {
    const shared = sharedNetworks(
      new Map([
        ['a', [...visits(HOME, 1, 3), ...visits(OFFICE, 1, 3, 5)]],
        ['b', visits(HOME, 2, 4)],
        ['c', [...visits(HOME, 2.5), ...visits(OFFICE, 2, 4, 6)]],
      ]),
    );
    expect(alternationOn(shared)).toEqual({
      userIds: ['a', 'c'],
      prefix: OFFICE,
      from: DAY_MS,
      to: 6 * DAY_MS,
      switches: 5,
    });
  });
});
