import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AuditTrailModuleOptions } from '../../src/index.js';
import type { TestDatabase } from '../support/databases.js';
import { send } from '../support/http-servers.js';
import type { Compiled } from './compiled.js';

/** A forum in a process of its own, and what it told its clients. */
export class ForumProcess {
  /** The numbers of the actions that were answered as done. */
  readonly told: number[] = [];
  /** The statuses of all other answers. */
  readonly refused: number[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(
    compiled: Compiled,
    { options: connection }: Pick<TestDatabase, 'options'>,
    trail: AuditTrailModuleOptions = {},
  ): Promise<ForumProcess> {
    const settings = JSON.stringify({ connection, trail });
    const child = fork(compiled.process('forum'), [settings], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error('the forum did not start');
      }),
    ]);
    return new ForumProcess(child, `http://127.0.0.1:${(message as { port: number }).port}`);
  }

  /** Sends actions one after another, until one gets no answer. */
  async actUntilGone(next: () => number): Promise<void> {
    for (;;) {
      if (!(await this.act(next()))) return;
    }
  }

  /** Sends one action; answers whether there was an answer. */
  async act(number: number): Promise<boolean> {
    try {
      const { status } = await send(this.url, { path: '/actions', body: { number } });
      if (status === 201) this.told.push(number);
      else this.refused.push(status);
      return true;
    } catch {
      return false;
    }
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  }
}
