import { SourceFailed } from './source-failed.js';

/** What is told to stop has so long to do so. */
const GRACE_MS = 2000;

/**
 * Does work that may never end. It is told to stop, by the signal that it is given, when the time is over or `stop` is
 * aborted.
 *
 * @throws SourceFailed where it has not ended then
 */
export async function withinTime<T>(
  ms: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const told = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const endless = new Promise<never>((_, reject) => {
    const tooLong = (): void => {
      told.abort();
      reject(new SourceFailed(`it did not answer within ${ms / 60_000} minutes`, { isUnderWay: true }));
    };
    const stopped = (): void => {
      told.abort();
      const goesOn = new SourceFailed('it did not stop when it was told to', { isUnderWay: true });
      timers.push(setTimeout(() => reject(goesOn), GRACE_MS));
    };
    timers.push(setTimeout(tooLong, ms));
    if (stop.aborted) stopped();
    else stop.addEventListener('abort', stopped, { once: true });
    told.signal.addEventListener('abort', () => stop.removeEventListener('abort', stopped));
  });
  try {
    return await Promise.race([work(told.signal), endless]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    told.abort();
  }
}
