import type { Patience } from '../storage/dialects/dialect.js';

/** Work under way; told to give up when nobody waits for it any more. */
class UnderWay implements Patience {
  private givenUp = false;

  constructor(private readonly done: (inTime: boolean) => void) {}

  throwIfAborted(): void {
    if (this.givenUp) throw new Error('Nobody waits for it any more.');
  }

  giveUp(): void {
    this.givenUp = true;
    this.done(false);
  }
}

/**
 * Runs one piece of work after the other, each for as long as somebody waits for it. At each deadline `expire` lets go
 * of those whose time is over; when nobody is left, the work is abandoned.
 *
 * One timer serves all: work is done long before its deadline, and a timer for each would cost more than a look at one
 * that rings too early.
 */
export class AwaitedWork {
  private underWay: UnderWay | null = null;
  private timer: NodeJS.Timeout | undefined;
  /** When the timer rings. */
  private ringsAt = Infinity;

  /** @param nextDeadline monotonic milliseconds, or `null` when nobody waits */
  constructor(
    private readonly nextDeadline: () => number | null,
    private readonly expire: () => void,
  ) {}

  /** Resolves `true` when the work was done, `false` when it was abandoned. */
  run(work: (patience: Patience) => Promise<void>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const underWay = new UnderWay(resolve);
      this.underWay = underWay;
      this.watch();
      work(underWay)
        .finally(() => this.ended(underWay))
        .then(() => resolve(true), reject);
    });
  }

  /** Abandons what is under way. */
  stop(): void {
    clearTimeout(this.timer);
    this.ringsAt = Infinity;
    this.underWay?.giveUp();
  }

  private watch(): void {
    const deadline = this.nextDeadline();
    if (deadline === null) this.underWay?.giveUp();
    else if (deadline < this.ringsAt) this.ringAt(deadline);
  }

  private ringAt(deadline: number): void {
    clearTimeout(this.timer);
    this.ringsAt = deadline;
    this.timer = setTimeout(() => this.ring(), Math.max(0, deadline - performance.now()));
    // What is under way keeps the process alive by its connection.
    this.timer.unref();
  }

  private ring(): void {
    this.ringsAt = Infinity;
    // Nothing that is waited for is under way: a pause between two attempts, say.
    if (this.underWay === null) return;
    this.expire();
    this.watch();
  }

  private ended(underWay: UnderWay): void {
    if (this.underWay === underWay) this.underWay = null;
  }
}
