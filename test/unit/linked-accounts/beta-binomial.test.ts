import { describe, expect, it } from '@jest/globals';
import { logBetaBinomial } from '../../../src/investigation/linked-accounts/beta-binomial.js';

const logFactorial = (n: number): number =>
  Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((sum, one) => sum + one, 0);

describe('the chance of hits among trials at a rate that is hardly known', () => {
  it('is nothing to explain without trials', () => {
    expect(logBetaBinomial(0, 0, 2, 3)).toBeCloseTo(0, 9);
  });

  it.each([
    [1, 1, 2, 3, 2 / 5],
    [0, 1, 2, 3, 3 / 5],
    [1, 1, 0.5, 0.5, 1 / 2],
    // A second hit is likelier after the first.
    [2, 2, 2, 3, (2 / 5) * (3 / 6)],
    [1, 2, 2, 3, (2 / 5) * (3 / 6)],
    [2, 3, 1, 1, 1 / 12],
  ])('of %i among %i after %f and %f is %f', (hits, trials, a, b, chance) => {
    expect(Math.exp(logBetaBinomial(hits, trials, a, b))).toBeCloseTo(chance, 9);
  });

  it.each([
    [0, 200],
    [50, 100],
    [400, 400],
  ])('keeps its digits where it is tiny: %i among %i', (hits, trials) => {
    const exact = logFactorial(hits) + logFactorial(trials - hits) - logFactorial(trials + 1);
    expect(logBetaBinomial(hits, trials, 1, 1)).toBeCloseTo(exact, 7);
  });
});
