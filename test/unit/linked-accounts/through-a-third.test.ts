import { describe, expect, it } from '@jest/globals';
import type { DirectLink } from '../../../src/investigation/linked-accounts/direct-links.js';
import { linksThroughThirds } from '../../../src/investigation/linked-accounts/through-a-third.js';
import { account, days, evidenceOf, prefix, usesOf } from './given.js';

const HOME = '198.51.100.1';
const THERE = '203.0.113.9';

const linkTo = (userId: string, odds: number, provenOdds = 0): DirectLink => ({
  userId,
  odds,
  provenOdds,
  shared: [],
  weight: 1,
});

describe('step 8, through a third', () => {
  const anna = account('anna', [HOME, ...days(1, 30)]);
  const bert = account('bert', [HOME, ...days(1, 30)], [THERE, ...days(1, 30)]);
  const known = evidenceOf([anna, bert]);
  const met = (users: string[], siteUsers = 1_000) => ({
    ...known,
    siteUsers,
    otherNetworks: new Map([
      [prefix(THERE), usesOf(Object.fromEntries(users.map((user) => [user, [1, 30] as const])))],
    ]),
  });
  const odds = (evidence: typeof known, ...links: DirectLink[]) =>
    linksThroughThirds(evidence, links, []).map((link) => [link.userId, link.odds, link.provenOdds]);

  it('links who was at a place of a likely second account, the less the more were there', () => {
    // Three accounts against ten, of the chance of one to one.
    expect(odds(met(['bert', 'carl']), linkTo('bert', 1))).toEqual([['carl', 0.5 * 0.3, 0]]);
    expect(odds(met(['bert', 'carl', 'dora']), linkTo('bert', 1))).toEqual([
      ['carl', (0.5 * 0.3) / 2, 0],
      ['dora', (0.5 * 0.3) / 2, 0],
    ]);
    expect(odds(met(['bert', 'carl']), linkTo('bert', 3))[0]?.[1]).toBeCloseTo(0.75 * 0.3);
  });

  it('never links an account to itself, nor the third', () => {
    expect(odds(met(['bert', 'anna']), linkTo('bert', 1))).toEqual([]);
  });

  it('goes through no account that is hardly likely, or that was not read', () => {
    expect(odds(met(['bert', 'carl']), linkTo('bert', 0.11))).toEqual([]);
    expect(odds(met(['bert', 'carl']), linkTo('bert', 0.12))).toHaveLength(1);
    expect(odds(met(['emil', 'carl']), linkTo('emil', 1))).toEqual([]);
  });

  it('goes through no place where the third is not known to have been, or that is a crowd', () => {
    expect(odds(met(['carl', 'dora']), linkTo('bert', 1))).toEqual([]);
    const crowd = ['bert', 'carl', 'dora', 'emil', 'fred'];
    expect(odds(met(crowd), linkTo('bert', 1))).toHaveLength(4);
    expect(odds(met(crowd, 100), linkTo('bert', 1))).toEqual([]);
  });

  it('takes the links of a proven partner over, as sure as both hold', () => {
    const carl = account('carl', [THERE, ...days(1.3, 30)]);
    const partner = evidenceOf([bert, carl, anna]);
    const through = (link: DirectLink) =>
      linksThroughThirds({ ...known, otherNetworks: new Map() }, [link], [partner]);
    const [sure, unsure] = [through(linkTo('bert', 99, 99)), through(linkTo('bert', 1, 0.25))];
    expect(sure.map(({ userId }) => userId)).toEqual(['carl']);
    expect(unsure[0]?.odds).toBeCloseTo(((sure[0]?.odds ?? 0) / 0.99) * 0.5);
    expect(unsure[0]?.provenOdds).toBe(Math.min(0.25, sure[0]?.provenOdds ?? 0));
    expect(sure[0]?.provenOdds).toBeLessThan(99);
    // Of a partner whom no link names nothing is taken.
    expect(through(linkTo('dora', 99, 99))).toEqual([]);
  });
});
