/** Where the package takes the time from; a test puts its own in this provider's place. */
export class Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number {
    return Date.now();
  }
}
