import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Child } from '../support/child.js';

const CLIENTS = 16;
const TURN_MS = 250;
const ANSWER = JSON.stringify({ id: 5, title: 'A thread' });

/** Lets this process answer requests, as many as it can, until it is told to stop. */
export async function serveRequests(): Promise<{ stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': ANSWER.length });
    response.end(ANSWER);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const load = Child.start(new URL('../support/load.js', import.meta.url));
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) await load.ask({ port, path: '/', clients: CLIENTS, ms: TURN_MS });
  })();
  return {
    async stop() {
      over.abort();
      await asking;
      server.closeAllConnections();
      server.close();
      await load.stop();
    },
  };
}
