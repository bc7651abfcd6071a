import type { AddressInfo, Server } from 'node:net';
import { type CanActivate, type ExecutionContext, Controller, Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  MessagePattern,
  type MicroserviceOptions,
  RpcException,
  Transport,
} from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { DataSource } from 'typeorm';
import { AuditTrailEntry, AuditTrailService } from '../../../src/index.js';
import { forumModule } from '../../support/forum/world.js';
import { LogLines } from '../../support/logs.js';
import { describeTransport } from './contract.js';
import type { HandlerDecorators } from './handlers.js';

/** What the service that a client talks to passes on. */
interface Message {
  readonly token?: string;
  readonly clientIp: string;
  signedIn?: { readonly id: string };
}

@Injectable()
class MessageGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const message = context.switchToRpc().getData<Message>();
    if (message.token === 'refuse') return false;
    if (message.token !== undefined) message.signedIn = { id: message.token };
    return true;
  }
}

const decorators: HandlerDecorators = {
  handles: ({ scope, isAbstract } = {}) => (isAbstract ? () => undefined : Controller({ scope })),
  changes: (name) => MessagePattern(name),
  reads: null,
  guard: MessageGuard,
  refusal: (message) => new RpcException(message),
};

describeTransport({
  title: 'messages of a TCP microservice',
  decorators,
  clientIp: '203.0.113.7',
  recordedOfThree: '1',
  notAnEntity: /^Internal server error$/,
  async start(database, controllers) {
    const logs = new LogLines();
    const service = await NestFactory.createMicroservice<MicroserviceOptions>(
      forumModule(database, {
        controllers,
        trail: {
          request: (context) => context.switchToRpc().getData<Message>(),
          user: ({ signedIn }: Message) => signedIn,
          ip: ({ clientIp }: Message) => clientIp,
        },
      }),
      {
        transport: Transport.TCP,
        options: { port: 0, host: '127.0.0.1' },
        logger: logs,
        abortOnError: false,
      },
    );
    await service.listen();
    const { port } = service.unwrap<Server>().address() as AddressInfo;
    const client = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: { port, host: '127.0.0.1' },
    });
    const dataSource = service.get(DataSource);
    return {
      dataSource,
      logs,
      trail: service.get(AuditTrailService),
      entries: () => dataSource.getRepository(AuditTrailEntry).find({ order: { id: 'ASC' } }),
      async close() {
        await client.close();
        await service.close();
      },
      async call(pattern, { as } = {}) {
        const message: Message = { token: as, clientIp: '203.0.113.7' };
        try {
          return { value: await firstValueFrom(client.send<unknown>(pattern, message)) };
        } catch (error) {
          return { error: (error as { message: string }).message };
        }
      },
    };
  },
});
