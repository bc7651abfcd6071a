import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { Answer } from './contract.js';

/** A socket of its own from 127.0.0.2; `auth` is what the client says of itself. */
export async function connect(
  url: string,
  auth: object,
  path = '',
  extraHeaders: Record<string, string> = {},
): Promise<Socket> {
  const options: Partial<ManagerOptions & SocketOptions> & { localAddress: string } = {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders,
    localAddress: '127.0.0.2',
  };
  const client = io(`${url}${path}`, options);
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  return client;
}

/** Sends a message and waits for its acknowledgement, or for the event by which Nest tells of an error. */
export function send(client: Socket, message: string, ...data: unknown[]): Promise<Answer> {
  return new Promise((resolve) => {
    client.once('exception', (error: { message: string }) => resolve({ error: error.message }));
    client.emit(message, ...data, (value: unknown) => resolve({ value }));
  });
}
