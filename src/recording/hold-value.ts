import { concatMap, from, map, Observable, of, type MonoTypeOperatorFunction } from 'rxjs';

type Write<T> = (value: T) => Promise<void>;

/**
 * Holds the last value back until it has been written; earlier ones pass. The source is listened to until its end
 * even if nobody waits for the answer any more (a timeout, a client that hung up): the action still happens.
 */
export function holdLast<T>(write: Write<T>): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable((subscriber) => {
      let held: { readonly value: T } | null = null;
      source.subscribe({
        next(value) {
          if (held !== null) subscriber.next(held.value);
          held = { value };
        },
        error: (error: unknown) => subscriber.error(error),
        complete() {
          if (held === null) return subscriber.complete();
          const { value } = held;
          const answer = () => {
            subscriber.next(value);
            subscriber.complete();
          };
          write(value).then(answer, (error: unknown) => subscriber.error(error));
        },
      });
    });
}

/** Holds the first value, and all behind it, back until it has been written. */
export function holdFirst<T>(write: Write<T>): MonoTypeOperatorFunction<T> {
  return concatMap((value: T, index) =>
    index === 0 ? from(write(value)).pipe(map(() => value)) : of(value),
  );
}
