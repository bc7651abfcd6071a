import type { BatchPace } from '../settings/batch-pace.js';
import { type Lease, LeaseLost } from '../settings/leases.js';
import type { PruneRun, PruneTimes } from '../settings/pruned-places.js';
import type { Statement, StatementResult } from '../storage/dialects/dialect.js';

/** A run that its own batches slow down or quicken. */
export type PacedRun = PruneRun & { readonly pace: BatchPace };

/**
 * A run whose every change renews its lease, in the same transaction.
 *
 * @param write runs statements together, made anew for each attempt; `null`, with nothing changed, where the first of
 *   them affected no row
 */
export function pacedRun(
  times: PruneTimes,
  lease: Lease,
  pace: BatchPace,
  write: (statements: () => readonly Statement[]) => Promise<readonly StatementResult[] | null>,
  stop: AbortSignal,
): PacedRun {
  return {
    ...times,
    pace,
    get batchSize() {
      return pace.rows;
    },
    signal: stop,
    /** @throws LeaseLost */
    change: async (...statements) => {
      const results = await write(() => [lease.renewal, ...statements]);
      if (results === null) throw new LeaseLost();
      return results[1]?.affected ?? 0;
    },
    get renewal() {
      return lease.renewal;
    },
  };
}
