import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import {
  Ack,
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
} from '@nestjs/websockets';
import { concat, NEVER, of, type Observable } from 'rxjs';
import type { Socket } from 'socket.io-client';
import { AuditTrail, entityReference } from '../../../src/index.js';
import { createDatabase } from '../../support/databases.js';
import { Thread } from '../../support/forum/entities.js';
import { forumsOfTest } from '../../support/forum/forums-of-test.js';
import { type Forum, startForum } from '../../support/forum/world.js';
import { connect, send } from './socket-clients.js';

/** What is used here of a server's socket. */
interface ServerSocket {
  user?: unknown;
  data: { user?: unknown };
  readonly request: { user?: unknown };
  readonly handshake: {
    readonly auth: { readonly token?: string };
    readonly headers: Readonly<Record<string, string>>;
  };
}

interface SocketServer {
  use(middleware: (socket: ServerSocket, next: () => void) => void): void;
}

const thread = (id = 7) => Object.assign(new Thread(), { id });

/** Signs in per message; `data ann` and `request ann` were signed in when they connected. */
@Injectable()
class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const client = context.switchToWs().getClient<ServerSocket>();
    const { token } = client.handshake.auth;
    if (token?.startsWith('message ')) client.user = { sub: token };
    return true;
  }
}

@WebSocketGateway({ namespace: 'threads' })
@UseGuards(TokenGuard)
@AuditTrail()
class ThreadsGateway implements OnGatewayInit<SocketServer>, OnGatewayConnection {
  afterInit(server: SocketServer): void {
    server.use((socket, next) => {
      const { token } = socket.handshake.auth;
      if (token?.startsWith('data ')) socket.data.user = { id: token };
      if (token?.startsWith('request ')) socket.request.user = { userId: token };
      next();
    });
  }

  handleConnection(): Thread {
    return thread();
  }

  @SubscribeMessage('start')
  start(@ConnectedSocket() _: unknown, @MessageBody() { title }: { title: string }): Thread {
    return Object.assign(thread(), { title });
  }

  @SubscribeMessage('announce')
  @AuditTrail({ action: 'thread.announce', entity: ({ data }: { data: Thread }) => data })
  announce(): { event: string; data: Thread } {
    return { event: 'announced', data: thread() };
  }

  @SubscribeMessage('follow')
  follow(): Observable<Thread> {
    return concat(of(thread(1), thread(2)), NEVER);
  }

  @SubscribeMessage('delete')
  @AuditTrail({
    action: 'thread.delete',
    failedAttempts: true,
    entity: (_: unknown, __: unknown, context: ExecutionContext) =>
      entityReference(Thread, context.switchToWs().getData<{ id: number }>().id),
  })
  delete(@MessageBody() { id }: { id: number }): boolean {
    if (id === 13) throw new WsException('not yours');
    return true;
  }
}

describe('a gateway of socket.io', () => {
  const clients: Socket[] = [];
  let forum: Forum;
  const client = async (auth: object) => {
    const connected = await connect(forum.url, auth, '/threads');
    clients.push(connected);
    return connected;
  };

  beforeEach(async () => {
    forum = await startForum(await createDatabase('better-sqlite3', { memory: true }), {
      providers: [ThreadsGateway],
    });
  });
  afterEach(async () => {
    for (const connected of clients.splice(0)) connected.disconnect();
    await forum.close();
  });

  it.each(['message ann', 'data ann', 'request ann'])(
    'records who is signed in, where a server keeps it: %s',
    async (token) => {
      const answer = await send(await client({ token }), 'start', { title: 'Cats' });
      expect(answer).toEqual({ value: { id: 7, title: 'Cats' } });
      expect(await forum.entries()).toMatchObject([
        { userId: token, ip: '127.0.0.2', action: 'ThreadsGateway.start', entityId: '7' },
      ]);
    },
  );

  it('takes nobody for who a client says it is', async () => {
    const ann = { id: 'ann' };
    const forger = await client({ user: ann, data: { user: ann }, id: 'ann' });
    await send(forger, 'start', { title: 'Cats', user: ann });
    expect(await forum.entries()).toEqual([]);
  });

  it('records what an event carries with the option "entity"', async () => {
    const ann = await client({ token: 'data ann' });
    const announced = new Promise((resolve) => ann.once('announced', resolve));
    ann.emit('announce');
    expect(await announced).toEqual({ id: 7 });
    expect(await forum.entries()).toMatchObject([{ action: 'thread.announce', entityId: '7' }]);
  });

  it('records the first value of an observable that has no end', async () => {
    expect(await send(await client({ token: 'data ann' }), 'follow')).toEqual({ value: { id: 1 } });
    expect(await forum.entries()).toMatchObject([{ action: 'ThreadsGateway.follow', entityId: '1' }]);
  });

  it('records what the message named, done or refused', async () => {
    const ann = await client({ token: 'data ann' });
    expect(await send(ann, 'delete', { id: 5 })).toEqual({ value: true });
    expect(await send(ann, 'delete', { id: 13 })).toEqual({ error: 'not yours' });
    expect(await forum.entries()).toMatchObject([
      { entityId: '5', outcome: 'done', userId: 'data ann' },
      { entityId: '13', outcome: 'failed', userId: 'data ann' },
    ]);
  });

  it('records nothing when clients come and go', async () => {
    (await client({ token: 'data ann' })).disconnect();
    await send(await client({}), 'start', { title: 'Cats' });
    expect(await forum.entries()).toEqual([]);
    expect(forum.logs.messages('warn')).toEqual([]);
  });
});

@WebSocketGateway()
class HastyGateway {
  @SubscribeMessage('start')
  @AuditTrail({ entity: () => thread(), user: () => 'ann' })
  start(@Ack() acknowledge: (answer: string) => void): void {
    acknowledge('at once');
  }
}

describe('a gateway', () => {
  const forums = forumsOfTest();

  it('that acknowledges by itself is warned of at start, and recorded', async () => {
    const forum = await forums.inMemory({ providers: [HastyGateway] });
    expect(forum.logs.messages('warn')).toEqual([
      expect.stringContaining('HastyGateway.start acknowledges with @Ack()'),
    ]);
    const ann = await connect(forum.url, {});
    expect(await send(ann, 'start')).toEqual({ value: 'at once' });
    ann.disconnect();
    await forum.trail.flush();
    expect(await forum.entries()).toMatchObject([{ userId: 'ann' }]);
  });

  it('behind a proxy records the address that the option "ip" finds', async () => {
    const forum = await forums.inMemory({
      providers: [ThreadsGateway],
      trail: {
        ip: (request: ServerSocket | { ip: string }) =>
          'handshake' in request ? request.handshake.headers['x-real-ip'] : request.ip,
      },
    });
    const ann = await connect(forum.url, { token: 'data ann' }, '/threads', { 'x-real-ip': '203.0.113.7' });
    await send(ann, 'start', { title: 'Cats' });
    ann.disconnect();
    expect(await forum.entries()).toMatchObject([{ ip: '203.0.113.7' }]);
  });
});
