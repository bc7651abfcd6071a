import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AuditTrailModuleOptions, PruneReport } from '../../src/index.js';
import type { TestDatabase } from '../support/databases.js';
import type { Compiled } from './compiled.js';

/** What a report looks like on its way between processes. */
export type SentReport = Omit<PruneReport, 'startedAt' | 'finishedAt' | 'cutoff'>;

/** An application in a process of its own that prunes when it is told to. */
export class PrunerProcess {
  /** How many entries it said to have deleted so far. */
  deleted = 0;
  /** What it reported in the end. */
  readonly report: Promise<SentReport>;

  private constructor(private readonly child: ChildProcess) {
    this.report = new Promise((resolve) => {
      child.on('message', ({ deleted, report }: { deleted?: number; report?: SentReport }) => {
        if (deleted !== undefined) this.deleted = deleted;
        if (report !== undefined) resolve(report);
      });
    });
  }

  static async start(
    compiled: Compiled,
    { options: connection }: Pick<TestDatabase, 'options'>,
    trail: AuditTrailModuleOptions,
  ): Promise<PrunerProcess> {
    const settings = JSON.stringify({ connection, trail: { ...trail, prune: trail.prune ?? {} } });
    const child = fork(compiled.process('pruner'), [settings], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error('the application did not start');
      }),
    ]);
    return new PrunerProcess(child);
  }

  /** @param standsStillAt entries after which it stops as by SIGSTOP */
  prune(standsStillAt?: number): Promise<SentReport> {
    this.child.send({ standsStillAt });
    return this.report;
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }
}
