import { applyDecorators, type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { startForum } from '../../support/forum/world.js';
import { describeTransport } from './contract.js';
import type { HandlerDecorators } from './handlers.js';
import { connect, send } from './socket-clients.js';

interface SocketOfClient {
  readonly handshake: { readonly auth: { readonly token?: string } };
  data: { user?: unknown };
}

/** Takes the token of the handshake for who is signed in, and keeps it where socket.io has a place for it. */
@Injectable()
class SocketGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const client = context.switchToWs().getClient<SocketOfClient>();
    const { token } = client.handshake.auth;
    if (token === 'refuse') return false;
    if (token !== undefined) client.data.user = { id: token };
    return true;
  }
}

const decorators: HandlerDecorators = {
  handles: ({ scope, isAbstract = false } = {}) =>
    isAbstract ? () => undefined : applyDecorators(Injectable({ scope }), WebSocketGateway()),
  changes: (name) => SubscribeMessage(name),
  reads: null,
  guard: SocketGuard,
  refusal: (message) => new WsException(message),
};

describeTransport({
  title: 'gateways of socket.io',
  decorators,
  clientIp: '127.0.0.2',
  recordedOfThree: '1',
  notAnEntity: /^Internal server error$/,
  async start(database, providers) {
    const forum = await startForum(database, { providers });
    return {
      ...forum,
      async call(message, { as, returnsNull = false } = {}) {
        const client = await connect(forum.url, { token: as });
        try {
          if (!returnsNull) return await send(client, message);
          // Nest sends no acknowledgement of null; what it did has been done before a later message is answered.
          client.emit(message);
          await send(client, 'ping');
          return { value: null };
        } finally {
          client.disconnect();
        }
      },
    };
  },
});
