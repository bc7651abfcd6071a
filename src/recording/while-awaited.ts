/**
 * Runs work for as long as somebody waits for it. At each deadline `expire` lets go of those whose time is over;
 * when nobody is left, the signal aborts and the work is abandoned.
 *
 * @param nextDeadline monotonic milliseconds, or `null` when nobody waits
 * @returns whether the work was done
 */
export async function whileAwaited(
  work: (signal: AbortSignal) => Promise<void>,
  nextDeadline: () => number | null,
  expire: () => void,
): Promise<boolean> {
  const abandoned = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const nobodyWaits = new Promise<boolean>((resolve) => {
    const arm = (): void => {
      const deadline = nextDeadline();
      if (deadline === null) {
        abandoned.abort();
        resolve(false);
        return;
      }
      timer = setTimeout(
        () => {
          expire();
          arm();
        },
        Math.max(0, deadline - performance.now()),
      );
    };
    arm();
  });
  try {
    return await Promise.race([work(abandoned.signal).then(() => true), nobodyWaits]);
  } finally {
    clearTimeout(timer);
  }
}
