/**
 * Collects what has to be stopped, and stops it at the first SIGINT, SIGTERM or SIGHUP, the newest first.
 *
 * Ctrl-C may arrive twice, from the terminal and once more through npm; whatever comes after the first is ignored.
 */
export class StopOnSignal {
  private readonly steps: (() => Promise<void>)[] = [];
  private stopping: Promise<void> | undefined;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (this.stopping) return;
        console.log('\nStopping ...');
        // A process that listens to a signal is not ended by it.
        void this.stop().then(
          () => process.exit(0),
          (error: unknown) => {
            console.error(error);
            process.exit(1);
          },
        );
      });
  }

  get isStopping(): boolean {
    return this.stopping !== undefined;
  }

  add(step: () => Promise<void>): void {
    this.steps.push(step);
  }

  stop(): Promise<void> {
    this.stopping ??= this.runSteps();
    return this.stopping;
  }

  private async runSteps(): Promise<void> {
    for (const step of this.steps.toReversed()) await step();
  }
}
