import { describe, expect, it } from '@jest/globals';
import { shapeOf, show } from '../../src/describe-value.js';

// oxlint-disable-next-line typescript/no-extraneous-class -- only its name is wanted
class Thread {}

describe('the shape of a value tells nothing about whom it is', () => {
  it.each<[unknown, string]>([
    ['203.0.113.7', 'a string of 11 characters'],
    ['', 'an empty string'],
    [7, 'a number'],
    [Number.NaN, 'the number NaN'],
    [Number.NEGATIVE_INFINITY, 'the number -Infinity'],
    [7n, 'a bigint'],
    [true, 'a boolean'],
    [Symbol('7'), 'a symbol'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['203.0.113.7'], 'an array of 1'],
    [{ ip: '203.0.113.7' }, 'a plain object'],
    [Object.create(null), 'a plain object'],
    [new Thread(), 'an object of class Thread'],
    [new Date(0), 'an object of class Date'],
    [Promise.resolve(7), 'a promise'],
    [Thread, 'the function or class Thread'],
    [() => 7, 'a function'],
    [Object.create({ constructor: 7 }), 'a plain object'],
  ])('%p is %s', (value, shape) => {
    expect(shapeOf(value)).toBe(shape);
  });
});

describe('what a developer wrote is shown as it was written', () => {
  it.each<[unknown, string]>([
    ['forever', '"forever"'],
    ['say "no"', '"say \\"no\\""'],
    [0, '0'],
    [Number.NaN, 'NaN'],
    [90n, '90n'],
    [false, 'false'],
    [null, 'null'],
    [undefined, 'undefined'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), 'a string of 61 characters'],
    [{ days: 90 }, 'a plain object'],
    [[1, 2], 'an array of 2'],
  ])('%p as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });
});
