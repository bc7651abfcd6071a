import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrailModule,
  type AuditTrailModuleOptions,
  AuditTrailService,
  IpRetentionService,
} from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';

export interface PruneContext {
  readonly dataSource: DataSource;
  readonly trail: AuditTrailService;
  readonly retention: IpRetentionService;
}

/** An application that holds nothing but the trail, for as long as the work takes. */
export async function inPruneContext<T>(
  connection: DataSourceOptions,
  trail: AuditTrailModuleOptions,
  work: (context: PruneContext) => Promise<T>,
): Promise<T> {
  const imports = [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot(trail),
  ];
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module is what its metadata says
  const module = { module: class PruneContextModule {}, imports };
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  try {
    return await work({
      dataSource: app.get(DataSource),
      trail: app.get(AuditTrailService),
      retention: app.get(IpRetentionService),
    });
  } finally {
    await app.close();
  }
}

/** Takes back what earlier processes announced: their longer store times would hold for a day. */
export async function forgetAnnouncements(dataSource: DataSource): Promise<void> {
  await dataSource.query('DELETE FROM audit_trail_setting');
}
