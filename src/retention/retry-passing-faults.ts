import type { DatabaseFault } from '../storage/dialects/dialect.js';
import { pause } from '../pause.js';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/** Deadlocks, locks and lost connections go away: the work is done again until it succeeds or the time is over. */
export async function retryPassingFaults<T>(
  work: () => Promise<T>,
  faultOf: (error: unknown) => Pick<DatabaseFault, 'passing'> | null,
  { forMs, stop }: { readonly forMs: number; readonly stop: AbortSignal },
): Promise<T> {
  const deadline = performance.now() + forMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!faultOf(error)?.passing || stop.aborted || performance.now() >= deadline) throw error;
      await pause(pauseMs, stop);
    }
  }
}
