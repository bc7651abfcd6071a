import type { Socket } from 'node:net';
import { Inject, Injectable, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

interface HttpServer {
  on?(event: 'connection' | 'secureConnection', listener: (socket: Socket) => void): unknown;
}

/**
 * Reads the address of each connection when it is made. Node asks the system for it at the first read and keeps it;
 * first read after the client has hung up, behind a guard that awaited a session, there is none, and a client could
 * act without being recorded.
 */
@Injectable()
export class PeerAddresses implements OnApplicationBootstrap {
  constructor(@Optional() @Inject(HttpAdapterHost) private readonly host?: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    const server: HttpServer | undefined = this.host?.httpAdapter?.getHttpServer?.();
    // Over TLS requests have a socket of their own.
    for (const event of ['connection', 'secureConnection'] as const) server?.on?.(event, remember);
  }
}

function remember(socket: Socket): void {
  void socket.remoteAddress;
}
