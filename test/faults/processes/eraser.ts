import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrailModule,
  type AuditTrailModuleOptions,
  PersonalDataService,
} from '../../../src/index.js';

/** An application in a process of its own that erases a user when it is told to; it lives until it is killed. */
const { connection, trail }: { connection: TypeOrmModuleOptions; trail: AuditTrailModuleOptions } =
  JSON.parse(process.argv[2] ?? '{}');

@Module({
  imports: [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
      retryAttempts: 0,
    }),
    AuditTrailModule.forRoot(trail),
  ],
})
class EraserModule {}

const app = await NestFactory.createApplicationContext(EraserModule, { logger: false });
process.once('disconnect', () => process.exit());
process.on('message', ({ userId }: { userId: string }) => {
  void app
    .get(PersonalDataService)
    .erase(userId)
    .then((report) => process.send?.({ report }));
});
process.send?.({});
