import type { DataSource, QueryRunner } from 'typeorm';
import type { Dialect, OutsideConnection } from './dialects/dialect.js';
import { privateDataSource } from './private-data-source.js';

/** The connection that entries are written over: opened when first needed, kept, and opened anew after a fault. */
export interface WriterConnection {
  get(): Promise<OutsideConnection>;
  /** Closes the connection; the next `get` opens another. */
  discard(): void;
  close(): Promise<void>;
}

/** The host's own connection, where a database has no other. */
export function sharedWriterConnection(connect: () => Promise<OutsideConnection>): WriterConnection {
  return { get: connect, discard: () => undefined, close: async () => undefined };
}

interface HeldConnection {
  readonly dataSource: DataSource;
  readonly runner: QueryRunner;
  readonly connection: OutsideConnection;
}

/** A connection beside the host's pool, so that a busy pool never delays an entry and an entry never a query. */
export class PrivateWriterConnection implements WriterConnection {
  private held: Promise<HeldConnection> | null = null;

  constructor(
    private readonly host: DataSource,
    private readonly dialect: Dialect,
  ) {}

  async get(): Promise<OutsideConnection> {
    this.held ??= this.open();
    const opening = this.held;
    try {
      return (await opening).connection;
    } catch (error) {
      if (this.held === opening) this.held = null;
      throw error;
    }
  }

  discard(): void {
    const held = this.held;
    this.held = null;
    // What could not be opened, or is closed already, needs no closing.
    if (held !== null) dropConnection(held).catch(() => undefined);
  }

  async close(): Promise<void> {
    const held = this.held;
    this.held = null;
    if (held === null) return;
    const { dataSource, runner } = await held;
    await runner.release();
    await dataSource.destroy();
  }

  /** A data source of its own each time: one that hangs while it connects is left behind, and does no harm. */
  private async open(): Promise<HeldConnection> {
    const dataSource = await privateDataSource(this.host).initialize();
    const runner = dataSource.createQueryRunner('master');
    const connection = this.dialect.outside(await runner.connect(), async () => undefined);
    return { dataSource, runner, connection };
  }
}

async function dropConnection(held: Promise<HeldConnection>): Promise<void> {
  const { dataSource, runner, connection } = await held;
  connection.discard();
  await runner.release();
  await dataSource.destroy();
}
