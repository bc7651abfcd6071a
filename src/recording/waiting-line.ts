import type { EntryRow } from '../storage/entry-row.js';
import { WaitingGroup } from './waiting-group.js';

/** Rows of one statement. */
const LARGEST_BATCH = 1000;
/** Callers who arrive within this time of each other share a deadline, and so a promise. */
const GROUP_MS = 20;

/** The entries that wait to be written, in the order in which they came. Times are monotonic milliseconds. */
export class WaitingLine {
  private groups: WaitingGroup[] = [];

  constructor(private readonly patienceMs: number) {}

  get isEmpty(): boolean {
    return this.groups.length === 0;
  }

  get all(): readonly WaitingGroup[] {
    return this.groups;
  }

  /** Puts one entry at the end, with others that came just before it. */
  join(row: EntryRow): WaitingGroup {
    const now = performance.now();
    const last = this.groups.at(-1);
    const fits = last !== undefined && last.rows.length > 0 && last.rows.length < LARGEST_BATCH;
    if (!fits || now - last.since > GROUP_MS) return this.append([row]);
    last.rows.push(row);
    return last;
  }

  /** Puts entries, at most as many as one statement takes, at the end as a group of their own. */
  append(rows: readonly EntryRow[], patienceMs = this.patienceMs): WaitingGroup {
    const now = performance.now();
    const group = new WaitingGroup(rows, now, now + patienceMs);
    this.groups.push(group);
    return group;
  }

  takeAll(): WaitingGroup[] {
    return this.groups.splice(0);
  }

  /** Takes whole groups from the front, as many as one statement takes. */
  take(): WaitingGroup[] {
    let rows = 0;
    let count = 0;
    for (const group of this.groups) {
      rows += group.rows.length;
      if (count > 0 && rows > LARGEST_BATCH) break;
      count++;
    }
    return this.groups.splice(0, count);
  }
}
