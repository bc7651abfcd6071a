import { Inject, Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

type Trusts = (address: string, hop: number) => boolean;

/** Addresses of documentation (RFC 5737, RFC 3849): no real list of proxies holds both. */
const STRANGERS = ['203.0.113.77', '2001:db8::77'];
const FAR_HOP = 1000;

/** Warns at start of a server that lets every client say which address it has. */
@Injectable()
export class TrustedProxies implements OnApplicationBootstrap {
  private readonly logger = new Logger('AuditTrail');

  constructor(@Optional() @Inject(HttpAdapterHost) private readonly host?: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    const server: unknown = this.host?.httpAdapter?.getInstance?.();
    if (!trustsEverybody(server)) return;
    this.logger.warn(
      'The HTTP server trusts every proxy ("trust proxy" or trustProxy is true), so any client can choose the IP address that is recorded. Trust the addresses of the proxies in front of it instead; on Express their number, such as 1, will do too.',
    );
  }
}

function trustsEverybody(server: unknown): boolean {
  const trusts = trustOfExpress(server) ?? trustOfFastify(server);
  if (trusts === true) return true;
  return typeof trusts === 'function' && STRANGERS.every((address) => (trusts as Trusts)(address, FAR_HOP));
}

function trustOfExpress(server: unknown): unknown {
  const { settings } = (server ?? {}) as { settings?: Record<string, unknown> };
  return settings?.['trust proxy fn'];
}

/** Fastify keeps its options under a symbol of this description. */
function trustOfFastify(server: unknown): unknown {
  if (typeof server !== 'object' || server === null) return undefined;
  const key = Object.getOwnPropertySymbols(server).find(
    ({ description }) => description === 'fastify.options',
  );
  return key === undefined
    ? undefined
    : (server as Record<symbol, { trustProxy?: unknown }>)[key]?.trustProxy;
}
