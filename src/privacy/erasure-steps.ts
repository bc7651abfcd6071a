import type { Statement } from '../storage/dialects/dialect.js';
import type { PersonalRows } from '../storage/personal-rows.js';

/** One kind of rows that an erasure goes through. */
export interface ErasureStep {
  /** As reports name it; several steps may have one name. */
  readonly place: string;
  readonly rows: PersonalRows;
}

/**
 * Takes steps one after the other, and forgets those that are done, until so many rows have been changed or none is
 * left; answers how many were.
 */
export async function takeSteps(
  steps: ErasureStep[],
  limit: number,
  change: (statement: Statement, step: ErasureStep) => Promise<number>,
): Promise<number> {
  let changed = 0;
  while (changed < limit) {
    const [step] = steps;
    if (step === undefined) break;
    const wanted = limit - changed;
    const rows = await change(step.rows.change(wanted), step);
    changed += rows;
    if (rows < wanted) steps.shift();
  }
  return changed;
}
