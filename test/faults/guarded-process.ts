import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AuditTrailModuleOptions, IpBlocksService } from '../../src/index.js';
import type { TestDatabase } from '../support/databases.js';
import { send } from '../support/http-servers.js';
import type { Compiled } from './compiled.js';

/** What a guard may decide over an address; `null`: there is no rule. */
export type Effect = 'deny' | 'allow' | null;

const BY = { staffId: 'boss', reason: 'Spam in thread 4711' };

/** An application with a guard in a process of its own. */
export class GuardedProcess {
  private orders = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {
    // Each order waits for its own answer.
    child.setMaxListeners(0);
  }

  static async start(
    compiled: Compiled,
    { options: connection }: Pick<TestDatabase, 'options'>,
    trail: AuditTrailModuleOptions = {},
  ): Promise<GuardedProcess> {
    const child = fork(compiled.process('guarded'), [JSON.stringify({ connection, trail })], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error('the application did not start');
      }),
    ]);
    return new GuardedProcess(child, `http://127.0.0.1:${(message as { port: number }).port}`);
  }

  /** What decided in that process when `add` resolved, and when that was. */
  add(
    range: string,
    more: Partial<Parameters<IpBlocksService['add']>[0]> = {},
  ): Promise<{ id: string; effect: Effect; at: number }> {
    return this.ask('add', { ...BY, range, ...more });
  }

  /** What decided over the address when `lift` resolved, and when that was. */
  lift(id: string, ip: string): Promise<{ effect: Effect; at: number }> {
    return this.ask('lift', [id, ip]);
  }

  /** Resolves with the time at which that process decides so over the address. */
  seen(ip: string, effect: Effect): Promise<number> {
    return this.ask('until', [ip, effect]);
  }

  /** The ranges of all blocks with their hits, newest first. */
  list(): Promise<[range: string, hits: number][]> {
    return this.ask('list');
  }

  health(): Promise<{ status: string; blocks?: { secondsSinceRead: number } }> {
    return this.ask('health');
  }

  /** All that it has logged. */
  said(): Promise<string[]> {
    return this.ask('said');
  }

  /** The status of a request from an address. */
  async request(ip: string): Promise<number> {
    return (await send(this.url, { path: '/thread', headers: { 'x-from': ip } })).status;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }

  private ask<Answer>(call: string, given?: unknown): Promise<Answer> {
    const id = this.orders++;
    return new Promise((resolve, reject) => {
      const take = (message: { id: number; answer?: Answer; error?: string }): void => {
        if (message.id !== id) return;
        this.child.off('message', take);
        if (message.error === undefined) resolve(message.answer as Answer);
        else reject(new Error(message.error));
      };
      this.child.on('message', take);
      this.child.send({ id, call, with: given });
    });
  }
}
