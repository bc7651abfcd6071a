/**
 * Works through items in their order, many at once, but those with the same key one after another.
 *
 * An item whose key is busy is passed over, so that one busy member does not hold up the others.
 */
export async function inParallel<T>(
  items: readonly T[],
  { keyOf, atOnce, work }: { keyOf: (item: T) => string; atOnce: number; work: (item: T) => Promise<void> },
): Promise<void> {
  const busy = new Set<string>();
  const taken = new Uint8Array(items.length);
  let first = 0;
  const take = (): T | undefined => {
    while (taken[first]) first++;
    for (let i = first; i < items.length; i++) {
      const item = items[i] as T;
      if (taken[i] || busy.has(keyOf(item))) continue;
      taken[i] = 1;
      return item;
    }
    return undefined;
  };

  const underWay = new Set<Promise<void>>();
  try {
    while (first < items.length) {
      const item = underWay.size < atOnce ? take() : undefined;
      if (item === undefined) {
        if (underWay.size > 0) await Promise.race(underWay);
        continue;
      }
      const key = keyOf(item);
      busy.add(key);
      const done = work(item).finally(() => {
        busy.delete(key);
        underWay.delete(done);
      });
      underWay.add(done);
    }
    await Promise.all(underWay);
  } finally {
    // Also after a failure: what is under way is waited for, so that nobody hangs up on the other side.
    await Promise.allSettled(underWay);
  }
}
