import { AuditTrailError } from '../audit-trail.error.js';
import type { OutsideConnection } from './dialects/dialect.js';
import type { TrailDatabase } from './trail-database.js';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/**
 * Does work over a connection from the host's pool, and again where it failed for a passing reason, for so long at
 * the most. What was abandoned may still happen: the work has to be such that doing it twice does no harm.
 *
 * @param patienceMs counts the wait for a connection as well
 */
export async function withPatience<T>(
  database: Pick<TrailDatabase, 'withConnection' | 'faultOf'>,
  patienceMs: number,
  work: (connection: OutsideConnection, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error('No answer in time.')), patienceMs);
  const attempt = (): Promise<T> =>
    database.withConnection(async (connection) => {
      over.signal.throwIfAborted();
      // A statement that hangs would keep a connection of the host's pool for as long as the network lets it.
      const giveUp = (): void => connection.discard();
      over.signal.addEventListener('abort', giveUp, { once: true });
      try {
        return await work(connection, over.signal);
      } finally {
        over.signal.removeEventListener('abort', giveUp);
      }
    });
  try {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      try {
        return await untilAborted(attempt(), over.signal);
      } catch (error) {
        if (over.signal.aborted || error instanceof AuditTrailError || !database.faultOf(error).passing)
          throw error;
      }
      await untilAborted(new Promise((resolve) => setTimeout(resolve, pauseMs)), over.signal);
    }
  } finally {
    clearTimeout(timer);
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
