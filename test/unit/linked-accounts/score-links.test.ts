import { describe, expect, it } from '@jest/globals';
import { directLinks } from '../../../src/investigation/linked-accounts/direct-links.js';
import { partnersIn, scoreLinks } from '../../../src/investigation/linked-accounts/score-links.js';
import { account, DAY_MS, days, evidenceOf } from './given.js';

const HOME = '198.51.100.1';
const WORK = '203.0.113.9';
const PHONE = '2001:db8:1:1::abcd';

const links = (...given: Parameters<typeof scoreLinks>) =>
  scoreLinks(...given).map(({ userId, strength }) => `${userId} ${strength}`);

describe('accounts that share', () => {
  it('a home alone are moderate: housemates do so too', () => {
    const anna = account('anna', [HOME, ...days(1, 60)]);
    const bert = account('bert', [HOME, ...days(1.3, 60.3, 2)]);
    expect(links(evidenceOf([anna, bert]))).toEqual(['bert moderate']);
  });

  it('a home and a second place are strong where few are seen at the second', () => {
    const anna = account('anna', [HOME, ...days(1, 60, 2)], [WORK, ...days(2, 60, 2)]);
    const bert = account('bert', [HOME, ...days(1.3, 60, 4)], [WORK, ...days(2.3, 60, 4)]);
    expect(links(evidenceOf([anna, bert]))).toEqual(['bert strong']);
    const crowded = evidenceOf([anna, bert], { siteUsers: 300, crowds: { [WORK]: 30 } });
    expect(links(crowded)[0]).toBe('bert moderate');
  });

  it('two places are strong where ten to one speaks for one person, and moderate at nine to one', () => {
    const anna = account('anna', [HOME, ...days(1, 60, 2)], [WORK, ...days(2, 60, 2)]);
    const bert = account('bert', [HOME, ...days(1.3, 60, 4)], [WORK, ...days(2.3, 60, 4)]);
    const with500 = (crowd: number) =>
      evidenceOf([anna, bert], { siteUsers: 500, crowds: { [WORK]: crowd } });
    const oddsOf = (crowd: number) =>
      directLinks(with500(crowd)).find(({ userId }) => userId === 'bert')?.provenOdds;
    expect(oddsOf(13)).toBeCloseTo(10.714, 3);
    expect(links(with500(13))[0]).toBe('bert strong');
    expect(oddsOf(15)).toBeCloseTo(9.375, 3);
    expect(links(with500(15))[0]).toBe('bert moderate');
  });

  it('one device on one day are strong, and with two devices weak', () => {
    const anna = account('anna', [PHONE, ...days(1, 20)]);
    const bert = account('bert', [PHONE, ...days(1.3, 20, 2)]);
    const carl = account('carl', ['2001:db8:1:1::ffff', ...days(1.3, 20, 2)]);
    expect(links(evidenceOf([anna, bert]))).toEqual(['bert strong']);
    expect(links(evidenceOf([anna, carl]))).toEqual(['carl weak']);
  });

  it('a network with forty others are weak', () => {
    const anna = account('anna', [HOME, ...days(1, 60)]);
    const bert = account('bert', [HOME, ...days(1.3, 60.3, 2)]);
    expect(links(evidenceOf([anna, bert], { crowds: { [HOME]: 40 } }))[0]).toBe('bert weak');
  });

  it('an address months apart are weak, since it was lent to somebody else', () => {
    const anna = account('anna', [HOME, ...days(1, 20)]);
    expect(links(evidenceOf([anna, account('bert', [HOME, ...days(122, 140)])]))).toEqual(['bert weak']);
    // As after a ban.
    expect(links(evidenceOf([anna, account('bert', [HOME, ...days(22, 40)])]))).toEqual(['bert moderate']);
  });
});

describe('an account that shares nothing', () => {
  const anna = account('anna', [PHONE, ...days(1, 20)]);
  const bert = account('bert', [PHONE, ...days(1.3, 20, 2)], ['2001:db8:9:9::abcd', ...days(2.3, 20, 2)]);
  const carl = account('carl', ['2001:db8:9:9::abcd', ...days(2.5, 20, 2)]);
  const evidence = evidenceOf([anna, bert, carl]);

  it('is linked through a third, and strong only where both links are', () => {
    expect(partnersIn(evidence)).toEqual(['bert']);
    expect(links(evidence)).toEqual(['bert strong', 'carl moderate']);
    expect(links(evidence, [evidenceOf([bert, anna, carl])]).toSorted()).toEqual([
      'bert strong',
      'carl strong',
    ]);
  });

  it('comes without networks', () => {
    expect(scoreLinks(evidence).find(({ userId }) => userId === 'carl')).toMatchObject({
      shared: [],
      sharedNetworks: 0,
    });
  });
});

it('the same evidence in another order gives the same answer', () => {
  const anna = account('anna', [HOME, ...days(1, 60, 2)], [WORK, ...days(2, 60, 2)]);
  const others = [
    account('bert', [HOME, ...days(1.3, 60, 4)]),
    account('carl', [WORK, ...days(2.3, 60, 4)]),
    account('dora', [HOME, ...days(5, 30)], [WORK, ...days(6, 30)]),
  ];
  expect(scoreLinks(evidenceOf([anna, ...others.toReversed()]))).toEqual(
    scoreLinks(evidenceOf([anna, ...others])),
  );
});

describe('the answer', () => {
  const anna = account('anna', [HOME, ...days(1, 60, 2)], [WORK, ...days(2, 60, 2)], ['192.0.2.9', 3]);
  const sameAs = (userId: string) =>
    account(userId, [HOME, ...days(1.3, 60, 4)], [WORK, ...days(2.3, 60, 4)]);
  const atHome = (userId: string) => account(userId, [HOME, ...days(1.3, 60.3, 2)]);
  const everybody = [anna, atHome('zoe'), sameAs('dora'), atHome('carl'), sameAs('bert')];

  it('has the likeliest first, of equals the first by id, with a score below one', () => {
    const answer = scoreLinks(evidenceOf(everybody));
    expect(answer.map(({ userId }) => userId)).toEqual(['bert', 'dora', 'carl', 'zoe']);
    const scores = answer.map(({ score }) => score);
    expect(scores[0]).toBe(scores[1]);
    expect(scores[2]).toBe(scores[3]);
    expect(scores[1]).toBeGreaterThan(scores[2] ?? 1);
    for (const score of scores) expect(score > 0 && score < 1).toBe(true);
  });

  it('says on which networks both were and when, those with the fewest users first', () => {
    const at = (day: number) => new Date(day * DAY_MS);
    const bert = scoreLinks(evidenceOf(everybody)).find(({ userId }) => userId === 'bert');
    expect(bert).toMatchObject({ sharedNetworks: 2, networks: 3 });
    expect(bert?.shared).toEqual([
      { network: WORK, usersOnNetwork: 3, firstSeen: at(2.3), lastSeen: at(58.3) },
      { network: HOME, usersOnNetwork: 5, firstSeen: at(1.3), lastSeen: at(57.3) },
    ]);
    const pair = scoreLinks(evidenceOf([anna, sameAs('bert')]));
    expect(pair[0]?.shared.map(({ network }) => network)).toEqual([HOME, WORK]);
  });

  it('asks on about three at the most who are proven: those with most proof, of equals the first by id', () => {
    expect(partnersIn(evidenceOf([anna, atHome('carl')]))).toEqual([]);
    const clones = ['emil', 'fred', 'dora', 'carl'].map(sameAs);
    expect(partnersIn(evidenceOf([anna, ...clones]))).toEqual(['carl', 'dora', 'emil']);
    const onPhone = account(
      'zoe',
      [PHONE, ...days(1.3, 20, 2)],
      [HOME, ...days(1.3, 60, 4)],
      [WORK, ...days(2.3, 60, 4)],
    );
    const withPhone = account(
      'anna',
      [PHONE, ...days(1, 20)],
      [HOME, ...days(1, 60, 2)],
      [WORK, ...days(2, 60, 2)],
    );
    expect(partnersIn(evidenceOf([withPhone, ...clones, onPhone]))[0]).toBe('zoe');
  });
});
