import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of the benchmark's own that answers one message at a time. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  /** @param module compiled, beside this file or above: `new URL('./server.js', import.meta.url)` */
  static start(module: URL, args: readonly string[] = []): Child {
    return new Child(fork(module, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  }

  async ask<Answer>(message: object): Promise<Answer> {
    const answer = once(this.process, 'message');
    this.process.send(message);
    const [value] = (await answer) as [Answer];
    return value;
  }

  async stop(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.disconnect();
    await exit;
  }
}
