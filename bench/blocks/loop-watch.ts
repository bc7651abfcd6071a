import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { threadTime } from './thread-time.js';

/** The longest times between two turns of the event loop while something was going on. */
export interface Pauses {
  readonly longestMs: number;
  /** The longest that the event loop itself had a processor in between: a longer pause is one of waiting for it. */
  readonly longestOwnMs: number;
  /** The longest collection of garbage. */
  readonly garbageMs: number;
}

/** Finds the longest times between two turns of the event loop. */
export class LoopWatch {
  private longestMs = 0;
  private longestOwnMs = 0;
  private garbageMs = 0;
  private readonly observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) this.garbageMs = Math.max(this.garbageMs, duration);
  });
  private isOn = true;
  private readonly done: Promise<void>;

  constructor() {
    this.observer.observe({ entryTypes: ['gc'] });
    this.done = this.watch();
  }

  private async watch(): Promise<void> {
    let [from, ownFrom] = [performance.now(), threadTime()];
    while (this.isOn) {
      await setImmediate();
      const [to, ownTo] = [performance.now(), threadTime()];
      this.longestMs = Math.max(this.longestMs, to - from);
      this.longestOwnMs = Math.max(this.longestOwnMs, ownTo - ownFrom);
      [from, ownFrom] = [to, ownTo];
    }
  }

  async stop(): Promise<Pauses> {
    this.isOn = false;
    await this.done;
    // Collections are told of a turn later.
    await setImmediate();
    this.observer.disconnect();
    const { longestMs, longestOwnMs, garbageMs } = this;
    return { longestMs, longestOwnMs, garbageMs };
  }
}
