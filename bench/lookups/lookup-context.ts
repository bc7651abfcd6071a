import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrailModule, InvestigationsService } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** An application that holds nothing but the trail. */
export async function lookupContext(connection: DataSourceOptions) {
  const imports = [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot({ prune: false }),
  ];
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module is what its metadata says
  const module = { module: class LookupContext {}, imports };
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
  return { app, dataSource: app.get(DataSource), investigations: app.get(InvestigationsService) };
}
