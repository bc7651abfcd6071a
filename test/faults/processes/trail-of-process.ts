import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrailModule,
  type AuditTrailModuleOptions,
} from '../../../src/index.js';

/** What an application in a process of its own imports: the connection and the options that it was started with. */
export function trailOfProcess(options: AuditTrailModuleOptions = {}): DynamicModule[] {
  const { connection, trail }: { connection: TypeOrmModuleOptions; trail: AuditTrailModuleOptions } =
    JSON.parse(process.argv[2] ?? '{}');
  return [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
      retryAttempts: 0,
    }),
    AuditTrailModule.forRoot({ ...trail, ...options }),
  ];
}
