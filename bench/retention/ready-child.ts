import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of the benchmark's own that says when it is ready and answers one message at a time. */
export class ReadyChild {
  private constructor(private readonly process: ChildProcess) {}

  static async start(module: URL, args: readonly string[]): Promise<ReadyChild> {
    const child = fork(module, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    return new ReadyChild(child);
  }

  async ask<Answer>(message: object): Promise<Answer> {
    const answer = once(this.process, 'message');
    this.process.send(message);
    return ((await answer) as [Answer])[0];
  }

  async stop(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.disconnect();
    await exit;
  }
}
