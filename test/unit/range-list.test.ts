import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { rangeOf } from '../../src/address/cidr.js';
import { RangeList } from '../../src/blocking/range-list.js';
import { numberedRules, wordsOf } from './block-reference.js';

describe('the ranges of a list', () => {
  it('come back as they were, line by line', () => {
    fc.assert(
      fc.property(fc.array(numberedRules, { maxLength: 8 }), (rulesOfLines) => {
        const lines = rulesOfLines.map((rules) =>
          rules.map((rule) => rangeOf({ family: rule.family, words: wordsOf(rule) }, rule.prefixLength)),
        );
        const list = new RangeList();
        for (const line of lines) list.addLine(line);
        const [back, begins] = [[], []] as [unknown[], boolean[]];
        for (const { index, beginsLine } of list) {
          back.push(list.at(index));
          begins.push(beginsLine);
        }
        expect(back).toEqual(lines.flat());
        expect(begins).toEqual(lines.flatMap((line) => line.map((_, i) => i === 0)));
        expect(list.lines).toBe(lines.length);
      }),
    );
  });
});
