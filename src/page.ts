/** One page of a list, newest first. */
export interface Page<T> {
  items: T[];
  /** Pass it as `after` for the next page; `null` where there is none. */
  next: string | null;
  /** The time of the oldest entry that is still kept: what is older has expired. `null` where none is kept. */
  oldestKept: Date | null;
}
