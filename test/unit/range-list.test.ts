import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type IpRange, rangeContains, rangeOf } from '../../src/address/cidr.js';
import { ListedRanges } from '../../src/blocking/listed-ranges.js';
import { RangeList } from '../../src/blocking/range-list.js';
import { type NumberedRule, numberedRules, wordsOf } from './block-reference.js';

const rangeOfRule = (rule: NumberedRule) =>
  rangeOf({ family: rule.family, words: wordsOf(rule) }, rule.prefixLength);
const listOf = (lines: readonly (readonly IpRange[])[]) => {
  const list = new RangeList();
  for (const line of lines) list.addLine(line);
  return list;
};

describe('the ranges of a list', () => {
  it('come back as they were, line by line', () => {
    fc.assert(
      fc.property(fc.array(numberedRules, { maxLength: 8 }), (rulesOfLines) => {
        const lines = rulesOfLines.map((rules) => rules.map(rangeOfRule));
        const list = listOf(lines);
        const [back, begins] = [[], []] as [unknown[], boolean[]];
        for (const { index, beginsLine } of list) {
          back.push(list.at(index));
          begins.push(beginsLine);
        }
        expect(back).toEqual(lines.flat());
        expect(begins).toEqual(lines.flatMap((line) => line.map((_, i) => i === 0)));
        expect(list.lines).toBe(lines.length);
        expect(list.size).toBe(lines.flat().length);
      }),
    );
  });

  it('can be chosen, and all be left again', () => {
    const list = listOf(Array.from({ length: 200 }, () => [rangeOf({ family: 4, words: [7] }, 32)]));
    for (const index of [199, 3, 64]) list.choose(index);
    expect([...list.chosen()]).toEqual([3, 64, 199]);
    expect(list.at(64).text).toBe('0.0.0.7/32');
    list.chooseNone();
    expect([...list.chosen()]).toEqual([]);
    expect([...list].every(({ beginsLine }) => beginsLine)).toBe(true);
  });
});

describe('what a list has named so far', () => {
  it('answers with the most specific range that is around another, as if each were looked at', () => {
    fc.assert(
      fc.property(numberedRules, (rules) => {
        const ranges = rules.map(rangeOfRule);
        const list = listOf([ranges]);
        const listed = new ListedRanges(list);
        const added: IpRange[] = [];
        for (const [index, range] of ranges.entries()) {
          const around = added
            .filter((one) => one.prefixLength <= range.prefixLength && rangeContains(one, range.first))
            .map(({ prefixLength }) => prefixLength);
          expect(listed.around(range)).toBe(around.length === 0 ? null : Math.max(...around));
          if (around.includes(range.prefixLength)) continue;
          listed.add(index);
          added.push(range);
        }
      }),
    );
  });

  it('finds each of many neighbours, and none beside them', () => {
    const hosts = Array.from({ length: 5_000 }, (_, i) =>
      rangeOf({ family: 4, words: [0xcb007100 + i * 2] }, 32),
    );
    const listed = new ListedRanges(listOf(hosts.map((host) => [host])));
    for (const index of hosts.keys()) listed.add(index);
    expect(hosts.filter((host) => listed.around(host) !== 32)).toEqual([]);
    const between = hosts.map((_, i) => rangeOf({ family: 4, words: [0xcb007101 + i * 2] }, 32));
    expect(between.filter((host) => listed.around(host) !== null)).toEqual([]);
  });
});
