import type { INestApplicationContext } from '@nestjs/common';
import { AuditTrailService } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { trailContext, trailModules } from '../support/trail-modules.js';
import { CreateBench1700000000000 } from './create-bench.migration.js';
import { BENCH_ENTITIES } from './entities.js';

interface RecordingContext {
  readonly app: INestApplicationContext;
  readonly dataSource: DataSource;
  readonly trail: AuditTrailService;
}

const withTables = (connection: DataSourceOptions): DataSourceOptions => ({
  ...connection,
  entities: BENCH_ENTITIES,
  migrations: [CreateBench1700000000000],
});

/** The imports of an application with the trail and the tables of the benchmark. */
export const recordingImports = (connection: DataSourceOptions) => trailModules(withTables(connection));

/** The trail without an HTTP server. */
export async function recordingContext(connection: DataSourceOptions): Promise<RecordingContext> {
  const app = await trailContext(withTables(connection));
  return { app, dataSource: app.get(DataSource), trail: app.get(AuditTrailService) };
}
