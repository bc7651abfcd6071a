import { describe, expect, it } from '@jest/globals';
import { Succession } from '../../../src/investigation/linked-accounts/succession.js';
import { account, days } from './given.js';

const lived = (name: string, from: number, to: number) => account(name, ['203.0.113.7', ...days(from, to)]);
const anna = lived('anna', 1, 30);
const neighbours = Array.from({ length: 9 }, (_, i) => lived(`n${i}`, i, 60));

describe('step 6, one after the other', () => {
  const factor = (from: number, to = from + 20) => {
    const bert = lived('bert', from, to);
    return new Succession(anna, [...neighbours, bert]).factor(bert);
  };

  it('makes an account likelier that began when the other one ended', () => {
    expect(factor(31)).toBeGreaterThan(2);
  });

  it('makes one likelier, too, that ended when the account asked about began', () => {
    const carl = lived('carl', 31, 60);
    expect(new Succession(carl, [...neighbours, anna]).factor(anna)).toBeGreaterThan(2);
  });

  it('says less, the later it began', () => {
    expect(factor(34)).toBeLessThan(factor(31));
    expect(factor(90)).toBeLessThan(1);
  });

  it('says nothing of accounts that were used side by side', () => {
    expect(factor(20)).toBe(1);
  });

  it('says less where newcomers begin all the time', () => {
    const bert = lived('bert', 31, 50);
    const newcomers = Array.from({ length: 9 }, (_, i) => lived(`n${i}`, 31 - i / 100, 60));
    const among = new Succession(anna, [...newcomers, bert]).factor(bert);
    expect(among).toBeLessThan(new Succession(anna, [...neighbours, bert]).factor(bert));
  });
});
