import { type AccountActivity, DAY_MS } from './account-activity.js';
import { overlapMs } from './places.js';

/** Of ten people with a second account, three are taken to have begun it when the first one ended. */
const IN_TURN = 0.3;
/** Who was banned comes back within days. */
const COMES_BACK_MS = 7 * DAY_MS;
const LARGEST = 50;

/**
 * Step 6, one after the other. An account that begins within days of the other's end, as after a ban, is likelier
 * the same person's; the more so, the fewer other accounts that share networks happen to begin or end as close.
 */
export class Succession {
  private readonly gapsMs: number[];

  constructor(
    private readonly account: AccountActivity,
    others: Iterable<AccountActivity>,
  ) {
    this.gapsMs = [...others].map((other) => gapMs(account, other)).toSorted((a, b) => a - b);
  }

  factor(other: AccountActivity): number {
    const gap = gapMs(this.account, other);
    if (gap === Infinity) return 1;
    const asClose = this.gapsMs.filter((one) => one <= gap).length;
    const byChance = asClose / (this.gapsMs.length + 1);
    return Math.min(LARGEST, 1 - IN_TURN + (IN_TURN / byChance) * Math.exp(-gap / COMES_BACK_MS));
  }
}

/** The time between the end of one account and the beginning of the other; Infinity where both were in use. */
function gapMs(a: AccountActivity, b: AccountActivity): number {
  const overlap = overlapMs(a, b);
  return overlap > 0 ? Infinity : -overlap;
}
