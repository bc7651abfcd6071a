import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestDatabase } from '../support/databases.js';

/** A network between an application and its database that can be cut. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private port = 0;
  private losesAnswerTo: string | null = null;
  /** Connections that were made through it. */
  connections = 0;

  private constructor(private readonly target: { host: string; port: number }) {}

  /** The proxy, and the database as it is reached through it. */
  static async before(database: TestDatabase): Promise<{ proxy: TcpProxy; database: TestDatabase }> {
    const { options } = database;
    if (options.type === 'better-sqlite3') throw new Error('SQLite is not reached over a network.');
    const proxy = new TcpProxy(options);
    await proxy.open();
    return { proxy, database: proxy.through(database) };
  }

  /** The database as it is reached through the proxy. */
  through(database: TestDatabase): TestDatabase {
    const { options } = database;
    if (options.type === 'better-sqlite3') throw new Error('SQLite is not reached over a network.');
    return { ...database, options: { ...options, host: '127.0.0.1', port: this.port } };
  }

  /** Lets connections through again, at the same port. */
  async open(): Promise<void> {
    const server = createServer((client) => this.join(client));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Cuts every connection and lets no new one through. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    const closed = new Promise<void>((resolve) => {
      if (server === null) resolve();
      else server.close(() => resolve());
    });
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** Lets the next message that holds the text reach the server, and cuts its connection when the server answers. */
  loseAnswerTo(text: string): void {
    this.losesAnswerTo = text;
  }

  /** Loses from now on what is sent in the connections that are there, and tells nobody; new ones are let through. */
  forget(): void {
    for (const socket of this.sockets) {
      socket.removeAllListeners('data');
      socket.resume();
    }
  }

  get hasLostAnswer(): boolean {
    return this.losesAnswerTo === null;
  }

  private join(client: Socket): void {
    this.connections++;
    const server = connect(this.target);
    let isLost = false;
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (this.losesAnswerTo !== null && chunk.includes(this.losesAnswerTo)) {
        isLost = true;
        this.losesAnswerTo = null;
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (isLost) client.destroy();
      else client.write(chunk);
    });
  }
}
