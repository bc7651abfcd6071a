import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { CannotStart, codeOf } from './cannot-start.js';

/** `PORT`, or the forum's usual one; `0` is any free one. */
export function portOf(text = '3000'): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new CannotStart(`PORT is to be a number from 0 to 65535, not "${text}".`);
  return port;
}

/** Looks before the database is started for nothing. Gives the port, or the free one that was found for `0`. */
export async function mustBeFree(port: number, host: string): Promise<number> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new CannotStart(sentenceFor(port, host, codeOf(error)), { cause: error });
  }
  const { port: found } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return found;
}

function sentenceFor(port: number, host: string, code: string | undefined): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program: choose one with PORT=3001 npm run demo.`;
  if (code === 'EACCES')
    return `Port ${port} is not for ordinary users: choose one with PORT=3001 npm run demo.`;
  return `The demo cannot listen on ${host}, port ${port} (${code}): HOST is to be an address of this machine.`;
}
