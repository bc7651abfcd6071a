import type { Answer } from './forum-client.js';

/** What was sent and what came back. */
export class Tally {
  requests = 0;
  readonly byStatus = new Map<number, number>();
  /** Entries that must be in the trail: one for each successful answer to an audited action. */
  readonly expected = new Map<string, number>();
  /** The first answer that was not a success, to show what went wrong. */
  firstRefusal: Answer | undefined;

  count(answer: Answer, action?: string): void {
    this.requests++;
    add(this.byStatus, answer.status);
    if (answer.status < 200 || answer.status > 299) this.firstRefusal ??= answer;
    else if (action !== undefined) add(this.expected, action);
  }

  get entriesExpected(): number {
    return [...this.expected.values()].reduce((sum, count) => sum + count, 0);
  }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
