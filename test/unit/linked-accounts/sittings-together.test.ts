import { describe, expect, it } from '@jest/globals';
import { sittingsFactor } from '../../../src/investigation/linked-accounts/sittings-together.js';
import { account, days } from './given.js';

const MINUTE = 1 / 1_440;
const at = (name: string, ...times: readonly number[]) => account(name, ['203.0.113.7', ...times]);
/** Days whose distances are all different, as of somebody who keeps no hours. */
const SCATTERED = [1.1, 4.7, 9.25, 17.9, 31.3, 44.65, 60.45, 83.15];

describe('step 5, one sitting', () => {
  it('makes two likelier who were taken up in turn within minutes, again and again', () => {
    const anna = at('anna', ...SCATTERED);
    expect(sittingsFactor(anna, at('bert', ...SCATTERED.map((day) => day + 10 * MINUTE)))).toBeGreaterThan(
      10,
    );
  });

  it('says nothing where that happened once', () => {
    const [first = 0, ...rest] = SCATTERED;
    const bert = at('bert', first + 10 * MINUTE, ...rest.map((day) => day + 0.4));
    expect(sittingsFactor(at('anna', ...SCATTERED), bert)).toBe(1);
  });

  it('says little of two who keep the same hours every day', () => {
    const evening = days(1, 40).map((day) => day + 0.8);
    const factor = sittingsFactor(
      at('anna', ...evening),
      at('bert', ...evening.map((day) => day + 5 * MINUTE)),
    );
    expect(factor).toBeLessThan(2);
  });

  it('is the same whichever of the two is asked about', () => {
    const one = at('anna', ...SCATTERED);
    const other = at('bert', ...SCATTERED.map((day) => day + 10 * MINUTE));
    expect(sittingsFactor(one, other)).toBeCloseTo(sittingsFactor(other, one));
  });
});
