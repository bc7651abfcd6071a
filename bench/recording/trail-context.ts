import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrailModule, AuditTrailService } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { CreateBench1700000000000 } from './create-bench.migration.js';
import { BENCH_ENTITIES } from './entities.js';

export interface TrailContext {
  readonly app: INestApplicationContext;
  readonly dataSource: DataSource;
  readonly trail: AuditTrailService;
}

/** The imports of an application with the trail and the tables of the benchmark. */
export function trailImports(connection: DataSourceOptions) {
  return [
    TypeOrmModule.forRoot({
      ...connection,
      entities: BENCH_ENTITIES,
      autoLoadEntities: true,
      migrations: [CreateBench1700000000000, ...AUDIT_TRAIL_MIGRATIONS],
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot({ prune: false }),
  ];
}

/** The trail without an HTTP server. */
export async function trailContext(connection: DataSourceOptions): Promise<TrailContext> {
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module is what its metadata says
  const module = { module: class BenchContext {}, imports: trailImports(connection) };
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
  return { app, dataSource: app.get(DataSource), trail: app.get(AuditTrailService) };
}
