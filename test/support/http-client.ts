import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { text as readText } from 'node:stream/consumers';

export interface SendOptions {
  /** Default `GET`, with a body `POST`. */
  readonly method?: string;
  /** Is put behind the URL. */
  readonly path?: string;
  /** An array sends the header more than once. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Text and bytes go as they are, anything else as JSON. */
  readonly body?: unknown;
  /** The local address to connect from, such as `127.0.0.2`, where the system has it. */
  readonly from?: string;
  /** Hangs up: the socket is destroyed, and the promise rejects. */
  readonly signal?: AbortSignal;
}

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body of a JSON answer, otherwise `undefined`. */
  readonly json: Body;
}

/** One HTTP request through a real socket of its own; resolves with the whole answer, whatever its status. */
export async function send<Body = unknown>(url: string, options: SendOptions = {}): Promise<Answer<Body>> {
  const message = await open(url, options);
  const text = await readText(message);
  const isJson = /\bjson\b/.test(message.headers['content-type'] ?? '') && text !== '';
  const json: Body = isJson ? JSON.parse(text) : undefined;
  return { status: message.statusCode ?? 0, headers: message.headers, text, json };
}

/** As `send`, but resolves when the headers are there: for answers that arrive in pieces, and may be left with `destroy()`. */
export function open(
  url: string,
  { method, path = '', headers = {}, body, from, signal }: SendOptions = {},
): Promise<IncomingMessage> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const bytes = body === undefined ? undefined : Buffer.from(isRaw ? body : JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}${path}`,
      {
        method: method ?? (bytes === undefined ? 'GET' : 'POST'),
        headers: {
          ...(bytes === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
          ...(bytes === undefined ? {} : { 'content-length': bytes.byteLength }),
          ...headers,
        },
        // No kept connections: the server's close would wait for them.
        agent: false,
        localAddress: from,
        signal,
      },
      resolve,
    );
    outgoing.once('error', reject);
    outgoing.end(bytes);
  });
}
