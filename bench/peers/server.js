import { Body, Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { BareThread, PEERS } from './peers.js';

/**
 * A server with a peer, in a process of its own: `server.js PEER OPTIONS`.
 *
 * Messages in: `{}`, `{ rollBack }` transactions, `{ closeAfter }` requests. The answer: `{ port, entries }`.
 */
const [, , name, json] = process.argv;
const { Thread, Entry, entities, subscribers, imports, providers, middleware } = PEERS[name]();

class RowController {
  constructor(dataSource) {
    this.dataSource = dataSource;
  }
  bare({ title }) {
    return this.dataSource.manager.save(Object.assign(new BareThread(), { title }));
  }
  audited({ title }) {
    return this.dataSource.manager.save(Object.assign(new Thread(), { title }));
  }
}
Inject(DataSource)(RowController, undefined, 0);
for (const route of ['bare', 'audited']) {
  const handler = Object.getOwnPropertyDescriptor(RowController.prototype, route);
  Body()(RowController.prototype, route, 0);
  Post(route)(RowController.prototype, route, handler);
}
Controller('row')(RowController);

class PeerModule {
  configure(consumer) {
    if (middleware !== null) consumer.apply(middleware.use.bind(middleware)).forRoutes('*');
  }
}
// oxlint-disable-next-line typescript/no-extraneous-class -- a module
class MendingModule {}
Module({
  imports: [
    TypeOrmModule.forRoot({
      ...JSON.parse(json),
      entities: [BareThread, ...entities],
      subscribers,
      synchronize: true,
    }),
    { module: MendingModule, global: true, providers, exports: providers.map(({ provide }) => provide) },
    ...imports,
  ],
  controllers: [RowController],
})(PeerModule);

const app = await NestFactory.create(PeerModule, new FastifyAdapter(), { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
const dataSource = app.get(DataSource);
const { port } = app.getHttpServer().address();

// Entries that are lost are counted; each would be a page of the log.
console.error = () => undefined;
process.on('message', (message) => void answer(message).then((state) => process.send(state)));
// Some peers have timers that nothing ends.
process.once('disconnect', () => process.exit());

async function answer({ rollBack = 0, closeAfter = 0 }) {
  await Promise.all(Array.from({ length: rollBack }, rolledBack));
  if (closeAfter === 0) return { port, entries: await dataSource.getRepository(Entry).count() };
  await Promise.all(Array.from({ length: closeAfter }, request));
  await app.close();
  const { entityMetadatas, options } = dataSource;
  const table = entityMetadatas.find(({ target }) => target === Entry).tablePath;
  const after = await new DataSource({
    ...options,
    entities: [],
    subscribers: [],
    synchronize: false,
  }).initialize();
  const [{ total }] = await after.query(`SELECT COUNT(*) AS total FROM ${table}`);
  await after.destroy();
  return { port, entries: Number(total) };
}

async function rolledBack() {
  const undone = dataSource.transaction(async (manager) => {
    await manager.save(Object.assign(new Thread(), { title: 'undone' }));
    throw new Error('undone');
  });
  await undone.catch(() => undefined);
}

function request() {
  return fetch(`http://127.0.0.1:${port}/row/audited`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user': '7' },
    body: '{"title":"A thread"}',
  }).then((response) => response.text());
}
