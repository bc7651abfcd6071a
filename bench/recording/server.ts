import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AuditTrailEntry, AuditTrailService } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { NothingController, RowController } from './controllers.js';
import { InsertedEntry, SavedEntry, Thread } from './entities.js';
import { recordingImports } from './recording-context.js';

/**
 * A server under load, in a process of its own: `server.js express|fastify OPTIONS`.
 *
 * Messages in: `{}`, `{ rollBack }` transactions, `{ closeAfter }` requests. The answer: `{ port, rows }`.
 */
const [, , adapter, json = '{}'] = process.argv;
const connection = JSON.parse(json) as DataSourceOptions;

@Module({
  imports: recordingImports(connection),
  controllers: [NothingController, RowController],
})
class BenchModule {}

const app: INestApplication = await NestFactory.create(
  BenchModule,
  adapter === 'fastify' ? new FastifyAdapter() : new ExpressAdapter(),
  { logger: ['error', 'warn'] },
);
await app.listen(0, '127.0.0.1');
const dataSource = app.get(DataSource);

interface Order {
  readonly rollBack?: number;
  readonly closeAfter?: number;
}

const { port } = (app.getHttpServer() as { address(): { port: number } }).address();
const trail = app.get(AuditTrailService);

process.on('message', (order: Order) => {
  void answer(order).then((message) => process.send?.(message));
});
process.once('disconnect', () => void app.close());

async function answer({ rollBack = 0, closeAfter = 0 }: Order) {
  await Promise.all(Array.from({ length: rollBack }, rolledBack));
  if (closeAfter === 0) return { port, rows: await rowsIn(dataSource) };
  await Promise.all(Array.from({ length: closeAfter }, request));
  await app.close();
  const after = await new DataSource({ ...dataSource.options, migrationsRun: false }).initialize();
  const rows = await rowsIn(after);
  await after.destroy();
  return { port, rows };
}

async function rolledBack(): Promise<void> {
  const undone = dataSource.transaction(async (manager) => {
    const thread = await manager.save(Object.assign(new Thread(), { title: 'undone' }));
    await trail.recordFor({ user: '7', ip: '203.0.113.7' }, thread, { manager });
    throw new Error('undone');
  });
  await undone.catch(() => undefined);
}

async function request(): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-user': '7' };
  const body = '{"title":"A thread"}';
  const response = await fetch(`http://127.0.0.1:${port}/row/ours`, { method: 'POST', headers, body });
  await response.text();
}

async function rowsIn(source: DataSource) {
  const [threads, ours, save, insert] = await Promise.all(
    [Thread, AuditTrailEntry, SavedEntry, InsertedEntry].map((entity) =>
      source.getRepository<object>(entity).count(),
    ),
  );
  return { threads, ours, save, insert };
}
