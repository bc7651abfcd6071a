import type { IncomingHttpHeaders } from 'node:http';
import { Form } from './form.js';

/** What the console needs of a request of Express or Fastify. */
export interface ConsoleRequest {
  readonly headers: IncomingHttpHeaders;
  /** As the HTTP server sees it, with what it believes of proxies. */
  readonly host: string | undefined;
  /** The URL's path as the browser sent it, between its slashes. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly form: Form;
}

interface HostRequest {
  readonly headers: IncomingHttpHeaders;
  readonly host?: unknown;
  /** As it came; a router may have cut `url`. */
  readonly originalUrl?: string;
  readonly url?: string;
  readonly body?: unknown;
}

export async function consoleRequestOf(request: object): Promise<ConsoleRequest> {
  const { headers, host, originalUrl, url, body } = request as HostRequest;
  const [path = '', query = ''] = (originalUrl ?? url ?? '').split('?', 2);
  return {
    headers,
    host: typeof host === 'string' ? host : undefined,
    segments: path.split('/'),
    query: new URLSearchParams(query),
    form: await Form.of(body, request),
  };
}

export function cookieOf({ cookie }: IncomingHttpHeaders, name: string): string | undefined {
  const found = cookie?.split(';').find((one) => one.trim().startsWith(`${name}=`));
  return found?.slice(found.indexOf('=') + 1);
}
