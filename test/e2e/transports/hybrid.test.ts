import type { AddressInfo, Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  type ExecutionContext,
  type INestApplication,
  Post as HttpPost,
  UseGuards,
} from '@nestjs/common';
import {
  type ClientProxy,
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  Payload,
  type MicroserviceOptions,
  Transport,
} from '@nestjs/microservices';
import { from, type Observable, lastValueFrom, toArray } from 'rxjs';
import { AuditTrail } from '../../../src/index.js';
import { createDatabase } from '../../support/databases.js';
import { Thread } from '../../support/forum/entities.js';
import { SignedInGuard } from '../../support/forum/signed-in.guard.js';
import { until } from '../../support/forum/until.js';
import { type Forum, startForum } from '../../support/forum/world.js';
import { send } from '../../support/http-servers.js';

/** The service that the client talks to passes on who it was. */
interface Message {
  readonly actor: { readonly user: { readonly id: string }; readonly ip: string };
  readonly title: string;
}

const thread = (id = 7) => Object.assign(new Thread(), { id });

@Controller('threads')
@AuditTrail()
class ThreadsController {
  @HttpPost()
  @UseGuards(SignedInGuard)
  start(): Thread {
    return thread();
  }

  @MessagePattern('thread.start')
  startFor(@Payload() { title }: Message): Thread {
    return Object.assign(thread(), { title });
  }

  @MessagePattern('thread.import')
  importFor(): Observable<Thread> {
    return from([thread(1), thread(2)]);
  }

  @EventPattern('thread.started')
  started(@Payload() { title }: Message): Thread {
    return Object.assign(thread(), { title });
  }
}

describe('an application that takes requests and messages', () => {
  const message: Message = { actor: { user: { id: 'ben' }, ip: '203.0.113.7' }, title: 'Cats' };
  let forum: Forum;
  let client: ClientProxy;

  beforeEach(async () => {
    let port = 0;
    forum = await startForum(await createDatabase('better-sqlite3', { memory: true }), {
      controllers: [ThreadsController],
      trail: {
        request: (context: ExecutionContext) =>
          context.getType() === 'rpc' ? context.switchToRpc().getData<Message>().actor : undefined,
      },
      async before(app: INestApplication) {
        const service = app.connectMicroservice<MicroserviceOptions>({
          transport: Transport.TCP,
          options: { port: 0, host: '127.0.0.1' },
        });
        await app.startAllMicroservices();
        port = (service.unwrap<Server>().address() as AddressInfo).port;
      },
    });
    client = ClientProxyFactory.create({ transport: Transport.TCP, options: { port, host: '127.0.0.1' } });
  });
  afterEach(async () => {
    await client.close();
    await forum.close();
  });

  it('records both, each with its own client', async () => {
    await send(forum.url, { path: '/threads', method: 'POST', headers: { 'x-user': 'ann' } });
    expect(await lastValueFrom(client.send('thread.start', message))).toEqual({ id: 7, title: 'Cats' });
    expect(await forum.entries()).toMatchObject([
      { userId: 'ann', ip: '127.0.0.1', action: 'ThreadsController.start' },
      { userId: 'ben', ip: '203.0.113.7', action: 'ThreadsController.startFor' },
    ]);
  });

  it('passes on all values of an answer, and records the first', async () => {
    const answers = await lastValueFrom(client.send('thread.import', message).pipe(toArray()));
    expect(answers).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await forum.entries()).toMatchObject([{ action: 'ThreadsController.importFor', entityId: '1' }]);
  });

  it('records events, which have no answer', async () => {
    await lastValueFrom(client.emit('thread.started', message));
    await until('the event is recorded', async () => (await forum.entries()).length > 0);
    expect(await forum.entries()).toMatchObject([{ userId: 'ben', action: 'ThreadsController.started' }]);
  });
});
