import { type IpAddress, parseIpAddress } from '../address/ip-address.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** Where the address of a client was found. */
export interface ClientAddress {
  readonly address: IpAddress | null;
  /** `unreadable`: what came first was no address, and the socket's was taken, if it has one. */
  readonly from: 'request' | 'unreadable' | 'nowhere';
}

interface Endpoint {
  readonly remoteAddress?: unknown;
}

/** What Express, Fastify, socket.io, ws and graphql-ws hand over; only one of the fields is there. */
interface Connected {
  readonly ip?: unknown;
  readonly socket?: Endpoint;
  readonly raw?: { readonly socket?: Endpoint };
  readonly handshake?: { readonly address?: unknown };
  // oxlint-disable-next-line eslint/no-underscore-dangle -- the name that ws gave it
  readonly _socket?: Endpoint;
  readonly extra?: { readonly request?: { readonly socket?: Endpoint } };
}

/**
 * Reads the client's address: the host's `ip` option, or the request's `ip` and else the socket's address. Headers
 * are never looked at: which proxies may say who the client is, is the HTTP server's own setting.
 */
export function clientAddressOf(request: object, { ip }: Pick<ResolvedOptions, 'ip'>): ClientAddress {
  const said: unknown = ip === null || ip === undefined ? ipOfRequest(request) : ip(request);
  if (said === null || said === undefined) return { address: null, from: 'nowhere' };
  const address = parseIpAddress(said);
  if (address !== null) return { address, from: 'request' };
  return { address: parseIpAddress(socketAddressOf(request)), from: 'unreadable' };
}

function ipOfRequest(request: Connected): unknown {
  return request.ip ?? socketAddressOf(request);
}

function socketAddressOf(request: Connected): unknown {
  return (
    request.socket?.remoteAddress ??
    request.raw?.socket?.remoteAddress ??
    request.handshake?.address ??
    // oxlint-disable-next-line eslint/no-underscore-dangle -- as above
    request._socket?.remoteAddress ??
    request.extra?.request?.socket?.remoteAddress
  );
}
