import { connect, type Socket } from 'node:net';

/**
 * The clients, in a process of their own: keep-alive connections that each send one request, wait for its whole
 * answer, and send the next. Plain sockets, so that the clients cost as little as they can.
 *
 * Messages: `{ port, path, clients, ms }` in, `{ answers, failures, ms }` out. With `fromMany` each client has an
 * address of its own in 127.0.0.0/8.
 */
interface Order {
  readonly port: number;
  readonly path: string;
  readonly clients: number;
  readonly ms: number;
  readonly fromMany?: boolean;
}

const OK = 'HTTP/1.1 201';
const open = new Map<number, Socket[]>();

process.on('message', (order: Order) => {
  void run(order).then((result) => process.send?.(result));
});

async function run({ port, path, clients, ms, fromMany = false }: Order) {
  const sockets = await socketsTo(port, clients, fromMany);
  const body = '{"title":"A thread"}';
  const head = `POST ${path} HTTP/1.1\r\nHost: bench\r\nx-user: 7\r\nContent-Type: application/json\r\n`;
  const request = Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
  const began = performance.now();
  let answers = 0;
  let failures = 0;
  await Promise.all(
    sockets.map(async (socket) => {
      while (performance.now() - began < ms) {
        const answer = await exchange(socket, request);
        if (answer.startsWith(OK)) answers++;
        else failures++;
      }
    }),
  );
  return { answers, failures, ms: performance.now() - began };
}

function exchange(socket: Socket, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const done = (): void => {
      socket.off('data', read);
      socket.off('error', reject);
      socket.off('close', hungUp);
    };
    const hungUp = (): void => reject(new Error('The server hung up in the middle of an answer.'));
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      if (text.length < end + 4 + Number(length ?? 0)) return;
      done();
      resolve(text);
    };
    socket.on('data', read);
    socket.once('error', reject);
    socket.once('close', hungUp);
    socket.write(request);
  });
}

async function socketsTo(port: number, clients: number, fromMany: boolean): Promise<Socket[]> {
  const known = open.get(port) ?? [];
  while (known.length < clients) {
    const number = known.length;
    const localAddress = fromMany ? `127.${number}.${number * 3}.${number + 1}` : undefined;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, localAddress });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    known.push(socket);
  }
  open.set(port, known);
  return known.slice(0, clients);
}
