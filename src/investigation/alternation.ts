/** That one of two users acted, in milliseconds since 1970. */
export interface Turn {
  readonly userId: string;
  readonly at: number;
}

/** A stretch in which two users took turns. */
export interface Stretch {
  /** When the first switch began and the last one ended, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** How often one acted after the other. */
  readonly switches: number;
}

/** Turns that are further apart belong to two stretches: people whose week has a rhythm stay in one. */
const LONGEST_PAUSE_MS = 7 * 86_400_000;

/** One user after another is no alternation yet. */
const FEWEST_SWITCHES = 2;

/**
 * The stretch with the most switches between two users on one network; of equal ones the latest. A user who goes on
 * alone, or a pause of more than seven days, ends a stretch.
 *
 * @param turns of both users, in the order of time
 */
export function longestAlternation(turns: readonly Turn[]): Stretch | null {
  let longest: Stretch | null = null;
  let current: Stretch | null = null;
  for (const [i, turn] of turns.entries()) {
    const before = turns[i - 1];
    if (before === undefined || before.userId === turn.userId) continue;
    if (turn.at - before.at > LONGEST_PAUSE_MS) {
      current = null;
      continue;
    }
    const goesOn: boolean = current !== null && before.at - current.to <= LONGEST_PAUSE_MS;
    current =
      current !== null && goesOn
        ? { from: current.from, to: turn.at, switches: current.switches + 1 }
        : { from: before.at, to: turn.at, switches: 1 };
    if (current.switches >= FEWEST_SWITCHES && current.switches >= (longest?.switches ?? 0))
      longest = current;
  }
  return longest;
}
