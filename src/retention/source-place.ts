import type { EntityManager } from 'typeorm';
import { shapeOf } from '../describe-value.js';
import { LeaseLost } from '../settings/leases.js';
import type { PrunedPlace, PruneRun, PruneTimes } from '../settings/pruned-places.js';
import type { Connection, Statement } from '../storage/dialects/dialect.js';
import type { TrailDatabase } from '../storage/trail-database.js';
import type { IpSource, IpSourceContext } from './ip-source.js';
import { retryPassingFaults } from './retry-passing-faults.js';
import { SourceFailed } from './source-failed.js';
import { withinTime } from './within-time.js';

/** A call may take so long; the locks of its transaction stand in the application's way meanwhile. */
const CALL_MS = 300_000;
/** All calls of a run together: a source that never comes to its end must not keep the next run from beginning. */
const RUN_MS = 3_600_000;
/** No limit, in a number that every database takes as one. */
const ALL_ROWS = 2_147_483_647;

interface Call extends Pick<IpSourceContext, 'dryRun' | 'batchSize' | 'signal'> {
  readonly cutoff: Date;
  /** `null` in a dry run, which needs no lease. */
  readonly renewal: Statement | null;
}

/** A place that the application prunes itself. */
export class SourcePlace implements PrunedPlace {
  readonly name: string;
  readonly isOfHost = true;
  private readonly deadlines = new WeakMap<PruneRun, number>();

  constructor(
    private readonly source: IpSource,
    private readonly database: TrailDatabase,
    private readonly retryForMs: number,
  ) {
    this.name = source.name;
  }

  async count({ cutoff }: PruneTimes): Promise<number> {
    const { signal } = new AbortController();
    return cutoff === null
      ? 0
      : this.call({ cutoff, dryRun: true, batchSize: ALL_ROWS, signal, renewal: null });
  }

  async prune(run: PruneRun): Promise<number> {
    if (run.cutoff === null) return 0;
    const deadline = this.deadlines.get(run) ?? performance.now() + RUN_MS;
    this.deadlines.set(run, deadline);
    if (performance.now() > deadline) {
      throw new SourceFailed(
        'after an hour it still answered as many rows as it was asked for; the next run goes on',
      );
    }
    const { cutoff, batchSize, signal, renewal } = run;
    return retryPassingFaults(
      () => this.call({ cutoff, dryRun: false, batchSize, signal, renewal }),
      (error) => (error instanceof SourceFailed ? error : this.database.faultOf(error)),
      { forMs: this.retryForMs, stop: signal },
    );
  }

  private async call(call: Call): Promise<number> {
    const answer = await (this.database.dialect.hasManyConnections
      ? this.inTransaction(call)
      : this.withoutTransaction(call));
    if (Number.isSafeInteger(answer) && (answer as number) >= 0) return answer as number;
    throw new SourceFailed(`it answered ${shapeOf(answer)}; wanted the number of rows that it changed`);
  }

  private async inTransaction(call: Call): Promise<unknown> {
    const runner = this.database.dataSource.createQueryRunner('master');
    const connection = await this.database.inside(runner);
    try {
      await runner.startTransaction();
      if (call.renewal !== null && (await connection.run(call.renewal)).affected === 0) throw new LeaseLost();
      const answer = await this.ask(call, runner.manager);
      if (call.dryRun) await runner.rollbackTransaction();
      else await runner.commitTransaction();
      return answer;
    } catch (error) {
      // A statement that hangs would keep a rollback waiting for it.
      if (error instanceof SourceFailed && error.isUnderWay) await drop(connection);
      else if (runner.isTransactionActive) {
        await runner.rollbackTransaction().catch(() => drop(connection));
      }
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async withoutTransaction(call: Call): Promise<unknown> {
    const { dataSource } = this.database;
    if (call.renewal !== null) {
      const renewed = await this.database.withConnection((connection) =>
        connection.runTogether([call.renewal as Statement]),
      );
      if (renewed === null) throw new LeaseLost();
    }
    return this.ask(call, dataSource.manager);
  }

  private ask({ cutoff, dryRun, batchSize, signal: stop }: Call, manager: EntityManager): Promise<unknown> {
    return withinTime(CALL_MS, stop, async (signal) => {
      try {
        // A date of its own, which it may change.
        return await this.source.prune(new Date(cutoff), { manager, dryRun, batchSize, signal });
      } catch (error) {
        throw this.thrown(error);
      }
    });
  }

  private thrown(error: unknown): SourceFailed {
    if (!(error instanceof Error)) return new SourceFailed(`it threw ${shapeOf(error)}`);
    if (error.name !== 'QueryFailedError') return new SourceFailed(`it threw ${error.name}`);
    const { code, passing } = this.database.faultOf(error);
    return new SourceFailed(`the database refused${code === undefined ? '' : ` (${code})`}`, { passing });
  }
}

/** Closes a connection, and resolves when its driver has noticed, so that the pool does not lend it to anybody else. */
async function drop(connection: Connection): Promise<void> {
  connection.discard();
  await connection.run({ sql: 'SELECT 1', parameters: [] }).catch(() => undefined);
}
