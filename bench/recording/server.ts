import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AuditTrailEntry } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { NothingController, RowController } from './controllers.js';
import { InsertedEntry, SavedEntry, Thread } from './entities.js';
import { trailImports } from './trail-context.js';

/** A server under load, in a process of its own: `server.js express|fastify OPTIONS`. */
const [, , adapter, json = '{}'] = process.argv;
const connection = JSON.parse(json) as DataSourceOptions;

@Module({
  imports: trailImports(connection),
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

process.on('message', () => {
  void answer().then((message) => process.send?.(message));
});
process.once('disconnect', () => void app.close());

async function answer() {
  const address = (app.getHttpServer() as { address(): { port: number } }).address();
  const [threads, ours, save, insert] = await Promise.all(
    [Thread, AuditTrailEntry, SavedEntry, InsertedEntry].map((entity) =>
      dataSource.getRepository<object>(entity).count(),
    ),
  );
  return { port: address.port, rows: { threads, ours, save, insert } };
}
