import { Inject, Injectable } from '@nestjs/common';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { pause } from '../pause.js';
import type { DatabaseFault, Patience } from '../storage/dialects/dialect.js';
import type { EntryRow } from '../storage/entry-row.js';
import { EntryStore } from '../storage/entry.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import type { WriterConnection } from '../storage/writer-connection.js';
import { AwaitedWork } from './awaited-work.js';
import { notRecorded } from './not-recorded.js';
import { countRows, rowsOf } from './rows-of-groups.js';
import type { WaitingGroup } from './waiting-group.js';
import { WaitingLine } from './waiting-line.js';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/**
 * Group commit: entries that arrive while one INSERT is under way go together in the next, and each caller resolves
 * when the statement that holds its entry has committed. There is no timer: an idle writer writes at once.
 *
 * One connection of the writer's own for each process. A statement that failed for a passing reason is sent again on
 * a fresh connection; ids are made beforehand, so that no entry is written twice.
 */
@Injectable()
export class EntryWriter {
  private readonly connection: WriterConnection;
  private readonly line: WaitingLine;
  private readonly awaited = new AwaitedWork(
    () => this.nextDeadline(),
    () => this.expire(),
  );
  private underWay: WaitingGroup[] = [];
  private running: Promise<void> | null = null;
  private closed = false;

  waiting = 0;
  written = 0;
  batches = 0;
  retries = 0;
  failed = 0;
  /** The driver's code of the last fault, until a statement succeeds; `null` while all is well. */
  failing: string | null = null;

  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(EntryStore) private readonly store: EntryStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {
    this.connection = database.openWriter();
    this.line = new WaitingLine(options.retryForMs);
  }

  /** Resolves when the row is durable. Rejects with `NOT_RECORDED` where that is not known in time. */
  write(row: EntryRow): Promise<void> {
    if (this.closed) return this.refuse(1, 'the application has shut down');
    const { maxWaiting } = this.options;
    if (this.waiting >= maxWaiting) {
      return this.refuse(1, `${this.waiting} entries wait already, as many as maxWaiting allows`);
    }
    this.waiting++;
    return this.started(this.line.join(row));
  }

  /** Writes the rows, at most as many as one statement takes, in a batch of their own. */
  writeBatch(rows: readonly EntryRow[]): Promise<void> {
    if (this.closed) return this.refuse(rows.length, 'the application has shut down');
    this.waiting += rows.length;
    return this.started(this.line.append(rows));
  }

  /** Resolves when everything that was accepted before is durable or was refused. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.accepted.map((group) => group.written));
  }

  /** Asks the database for a sign of life over the writer's own connection, unless entries ask it anyway. */
  async probe(patienceMs: number): Promise<boolean> {
    if (this.waiting > 0) return this.failing === null;
    return this.started(this.line.append([], patienceMs)).then(
      () => true,
      () => false,
    );
  }

  /** Milliseconds that the oldest waiting entry has waited. */
  get oldestWaitingMs(): number {
    const oldest = this.accepted.find((group) => group.rows.length > 0);
    return oldest === undefined ? 0 : Math.round(performance.now() - oldest.since);
  }

  /** Refuses what is not written yet and all that comes later, and answers how many entries that were. */
  async close(): Promise<number> {
    this.closed = true;
    const left = this.waiting;
    this.settle([...this.underWay.splice(0), ...this.line.takeAll()], 'the application has shut down');
    this.awaited.stop();
    if (left > 0) this.connection.discard();
    await this.connection.close().catch(() => undefined);
    return left;
  }

  private get accepted(): readonly WaitingGroup[] {
    return [...this.underWay, ...this.line.all];
  }

  private started(group: WaitingGroup): Promise<void> {
    // In the next round of the event loop, so that all requests of this one go together.
    this.running ??= new Promise<void>((resolve) => {
      setImmediate(resolve);
    }).then(() => this.run());
    return group.written;
  }

  private async run(): Promise<void> {
    while (!this.line.isEmpty) {
      this.underWay = this.line.take();
      await this.writeOut();
    }
    this.running = null;
  }

  private async writeOut(): Promise<void> {
    for (
      let pauseMs = FIRST_PAUSE_MS;
      this.underWay.length > 0;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    ) {
      const fault = await this.attempt();
      if (fault === null) return this.succeed();
      this.connection.discard();
      this.failing = fault.code ?? 'no answer';
      if (!fault.passing) return this.settle(this.underWay.splice(0), 'the database refused it', fault.code);
      const leftMs = (this.nextDeadline() ?? 0) - performance.now();
      await pause(Math.max(0, Math.min(pauseMs, leftMs)));
      this.expire(fault.code);
      this.retries++;
    }
  }

  /** Answers what went wrong, or `null`. */
  private async attempt(): Promise<DatabaseFault | null> {
    const rows = rowsOf(this.underWay);
    try {
      const done = await this.awaited.run((patience) => this.send(rows, patience));
      return done ? null : { code: undefined, passing: true, missing: false };
    } catch (error) {
      return this.database.faultOf(error);
    }
  }

  private async send(rows: readonly EntryRow[], patience: Patience): Promise<void> {
    const connection = await this.connection.get();
    patience.throwIfAborted();
    if (rows.length === 0) await this.store.ping(connection, patience);
    else await this.store.insert(connection, rows, patience);
  }

  private succeed(): void {
    this.failing = null;
    const groups = this.underWay.splice(0);
    const rows = countRows(groups);
    this.waiting -= rows;
    this.written += rows;
    if (rows > 0) this.batches++;
    for (const group of groups) group.resolve();
  }

  /** Lets go of the callers whose time is over; what they wait for may yet be written. */
  private expire(code?: string): void {
    const now = performance.now();
    const late = this.underWay.filter((group) => group.deadline <= now);
    this.underWay = this.underWay.filter((group) => group.deadline > now);
    this.settle(late, 'the database could not be reached in time', code);
  }

  private settle(groups: readonly WaitingGroup[], why: string, code?: string): void {
    const rows = countRows(groups);
    this.waiting -= rows;
    this.failed += rows;
    for (const group of groups) group.reject(notRecorded(why, code));
  }

  private refuse(rows: number, why: string): Promise<never> {
    this.failed += rows;
    return Promise.reject(notRecorded(why));
  }

  private nextDeadline(): number | null {
    return this.underWay.length === 0 ? null : Math.min(...this.underWay.map((group) => group.deadline));
  }
}
