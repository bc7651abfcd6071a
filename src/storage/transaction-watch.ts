import type { DataSource, EntitySubscriberInterface, QueryRunner } from 'typeorm';

type Settled = (committed: boolean) => void;

/** How soon the end of a transaction is noticed that the host ended with SQL of its own. */
const POLL_MS = 5;

/** Learns from TypeORM when the host's transactions end. */
export class TransactionWatch {
  private readonly anyEnd = new Set<() => void>();
  private readonly outcomes = new WeakMap<QueryRunner, { depth: number; settled: Settled }[]>();

  constructor(dataSource: DataSource) {
    const subscriber: EntitySubscriberInterface = {
      afterTransactionCommit: ({ queryRunner }) => this.ended(queryRunner, true),
      afterTransactionRollback: ({ queryRunner }) => this.ended(queryRunner, false),
    };
    dataSource.subscribers.push(subscriber);
  }

  /** Resolves when some transaction has ended, or a moment later. */
  readonly nextEnd = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.anyEnd.delete(done);
        resolve();
      };
      const timer = setTimeout(done, POLL_MS);
      this.anyEnd.add(done);
    });

  /** Calls back once, when the runner's outermost transaction has been committed or this part of it rolled back. */
  whenSettled(runner: QueryRunner, settled: Settled): void {
    const waiting = this.outcomes.get(runner) ?? [];
    waiting.push({ depth: depthOf(runner), settled });
    this.outcomes.set(runner, waiting);
  }

  private ended(runner: QueryRunner, committed: boolean): void {
    const waiting = this.outcomes.get(runner) ?? [];
    const depth = runner.isTransactionActive ? depthOf(runner) : 0;
    // A savepoint that was released belongs to the transaction around it; one that was rolled back is gone.
    const settled = committed ? (depth === 0 ? waiting : []) : waiting.filter((one) => one.depth > depth);
    const left = waiting.filter((one) => !settled.includes(one));
    this.outcomes.set(
      runner,
      committed ? left.map((one) => ({ ...one, depth: Math.min(one.depth, depth) })) : left,
    );
    for (const one of settled) one.settled(committed);
    for (const done of this.anyEnd) done();
  }
}

/** 1 in a transaction, 2 in a transaction within it; TypeORM keeps the number protected. */
function depthOf(runner: QueryRunner): number {
  return (runner as unknown as { transactionDepth?: number }).transactionDepth ?? 1;
}
