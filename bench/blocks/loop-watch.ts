import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** The longest times between two turns of the event loop while something was going on. */
export interface Pauses {
  readonly longestMs: number;
  /**
   * The longest of which the process itself had the processor for so long: a pause that is longer was made by the
   * system, which gave the processor to others. Threads beside the event loop's count too, so that it may be less.
   */
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
    let [from, processor] = [performance.now(), process.cpuUsage()];
    while (this.isOn) {
      await setImmediate();
      const to = performance.now();
      const { user, system } = process.cpuUsage(processor);
      this.longestMs = Math.max(this.longestMs, to - from);
      this.longestOwnMs = Math.max(this.longestOwnMs, Math.min(to - from, (user + system) / 1_000));
      [from, processor] = [to, process.cpuUsage()];
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
