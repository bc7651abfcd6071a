import { Child } from '../support/child.js';
import { type BenchDatabase, makeDatabase } from '../support/databases.js';

/** What a server answers: ours names its rows by table, a peer has the one. */
interface ServerState {
  readonly port: number;
  readonly rows?: { readonly ours: number };
  readonly entries?: number;
}

const OURS = new URL('./server.js', import.meta.url);
/** Beside its own `node_modules`, uncompiled. */
const PEER = new URL('../../../bench/peers/server.js', import.meta.url);

/** A server that saves a row for each request and audits it, by this package or by a peer. */
export class AuditedServer {
  private constructor(
    readonly port: number,
    /** The route that is audited. */
    readonly path: string,
    private readonly child: Child,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(database: BenchDatabase, name: string): Promise<AuditedServer> {
    const made = await makeDatabase(database);
    const isOurs = name === 'nest-audit-trail';
    const child = Child.start(isOurs ? OURS : PEER, [
      isOurs ? 'fastify' : name,
      JSON.stringify(made.options),
    ]);
    const { port } = await child.ask<ServerState>({});
    return new AuditedServer(port, isOurs ? '/row/ours' : '/row/audited', child, () => made.drop());
  }

  /** The entries that are there, after what is asked. */
  async entries(order: { rollBack?: number; closeAfter?: number } = {}): Promise<number> {
    const { rows, entries = rows?.ours } = await this.child.ask<ServerState>(order);
    return entries ?? Number.NaN;
  }

  async stop(): Promise<void> {
    await this.child.stop();
    await this.drop();
  }
}
