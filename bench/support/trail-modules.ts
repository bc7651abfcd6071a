import type { DynamicModule, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrailModule, type AuditTrailModuleOptions } from 'nest-audit-trail';
import type { DataSourceOptions } from 'typeorm';

/** What an application imports that holds the trail, and the tables of a benchmark where it has some. */
export function trailModules(
  connection: DataSourceOptions,
  trail: AuditTrailModuleOptions = { prune: false },
): DynamicModule[] {
  return [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: [...((connection.migrations ?? []) as []), ...AUDIT_TRAIL_MIGRATIONS],
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot(trail),
  ];
}

/** An application without an HTTP server that holds nothing else. */
export function trailContext(
  connection: DataSourceOptions,
  trail?: AuditTrailModuleOptions,
  logger: LogLevel[] | false = ['error', 'warn'],
) {
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module is what its metadata says
  const module = { module: class TrailContext {}, imports: trailModules(connection, trail) };
  return NestFactory.createApplicationContext(module, { logger });
}
