import { type AccountActivity, DAY_MS, type Sitting } from './account-activity.js';

const MINUTE_MS = 60_000;
/** One account is laid down and the other taken up within this time. */
const AT_HAND_MS = 15 * MINUTE_MS;
/** The days by which the times of one account are shifted, to see how often the two meet by chance. */
const SHIFTS = [-7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7];
/** Of ten people with a second account, one is taken to use both in one sitting: in so large a share of sittings. */
const HABIT = { people: 0.1, shares: [0.1, 0.3, 0.5] };
const LARGEST = 100;

/**
 * Step 5, one sitting. Counts how often one account begins within minutes of the other's end, or while it is in
 * use, and compares with how often that happens after the times of one are shifted by whole days: people who keep
 * the same hours meet as often then, one person who goes from one account to the other does not.
 */
export function sittingsFactor(a: AccountActivity, b: AccountActivity): number {
  const met = meetings(a.sittings, b.sittings, 0);
  if (met < 2) return 1;
  const byChance = SHIFTS.reduce((sum, days) => sum + meetings(a.sittings, b.sittings, days * DAY_MS), 0);
  const sittings = Math.min(a.sittings.length, b.sittings.length);
  const expected = (byChance + 1) / SHIFTS.length;
  const chance = logNegativeBinomial(met, byChance + 1, SHIFTS.length / (SHIFTS.length + 1));
  const habit = HABIT.shares.reduce(
    (sum, part) => sum + Math.exp(logPoisson(met, expected + part * sittings) - chance),
    0,
  );
  return Math.min(LARGEST, 1 - HABIT.people + (HABIT.people * habit) / HABIT.shares.length);
}

/** How many of the second list's sittings, shifted, lie at hand of one of the first's. Both rise in time. */
function meetings(first: readonly Sitting[], second: readonly Sitting[], shiftMs: number): number {
  let met = 0;
  let i = 0;
  for (const { fromMs, toMs } of second) {
    const from = fromMs + shiftMs - AT_HAND_MS;
    while ((first[i]?.toMs ?? Infinity) < from) i++;
    if ((first[i]?.fromMs ?? Infinity) <= toMs + shiftMs + AT_HAND_MS) met++;
  }
  return met;
}

function logPoisson(count: number, mean: number): number {
  return count * Math.log(mean) - mean - logFactorial(count);
}

/** A count whose own mean is known only from `size` counts elsewhere. */
function logNegativeBinomial(count: number, size: number, success: number): number {
  let log = size * Math.log(success) + count * Math.log(1 - success) - logFactorial(count);
  for (let k = 0; k < count; k++) log += Math.log(size + k);
  return log;
}

function logFactorial(n: number): number {
  let log = 0;
  for (let k = 2; k <= n; k++) log += Math.log(k);
  return log;
}
