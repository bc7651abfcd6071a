import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrailEntry, AuditTrailModule } from 'nest-audit-trail';
import {
  DataSource,
  type DataSourceOptions,
  Table,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';
import { NothingController, RowController } from './controllers.js';
import { BENCH_ENTITIES, InsertedEntry, SavedEntry, Thread } from './entities.js';

/** A server under load, in a process of its own: `server.js express|fastify OPTIONS`. */
const [, , adapter, json = '{}'] = process.argv;
const connection = JSON.parse(json) as DataSourceOptions;

class CreateBench1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const entity of BENCH_ENTITIES) {
      const { dataSource } = runner;
      const table = Table.create(dataSource.getMetadata(entity), dataSource.driver);
      // The second server finds the tables of the first.
      await runner.createTable(table, true);
    }
  }

  async down(): Promise<void> {}
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      ...connection,
      entities: BENCH_ENTITIES,
      autoLoadEntities: true,
      migrations: [CreateBench1700000000000, ...AUDIT_TRAIL_MIGRATIONS],
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot({ prune: false }),
  ],
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
