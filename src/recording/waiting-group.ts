import type { EntryRow } from '../storage/entry-row.js';

/** Entries that arrived together and share one promise: they are written by one statement, or fail together. */
export class WaitingGroup {
  readonly rows: EntryRow[];
  readonly written: Promise<void>;
  resolve!: () => void;
  reject!: (error: Error) => void;

  /**
   * @param since when the first arrived
   * @param deadline when its caller stops waiting
   */
  constructor(
    rows: readonly EntryRow[],
    readonly since: number,
    readonly deadline: number,
  ) {
    this.rows = [...rows];
    this.written = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // A caller that has gone away must not end the process.
    this.written.catch(() => undefined);
  }
}
