import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrailModule,
  type AuditTrailModuleOptions,
  IpRetentionService,
} from '../../../src/index.js';

/**
 * An application in a process of its own that prunes when it is told to, and says what it reports. With `standsStillAt`
 * it stops, as by SIGSTOP from outside, once it has deleted so many entries.
 */
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
class PrunerModule {}

const app = await NestFactory.createApplicationContext(PrunerModule, { logger: false });
process.once('disconnect', () => process.exit());
process.on('message', ({ standsStillAt = null }: { standsStillAt?: number | null }) => {
  let deletedBefore = 0;
  const onProgress = ({ source, deleted }: { source: string; deleted: number }): void => {
    if (source !== 'entries') return;
    process.send?.({ deleted });
    const isReached = standsStillAt !== null && deletedBefore < standsStillAt && deleted >= standsStillAt;
    deletedBefore = deleted;
    if (isReached) process.kill(process.pid, 'SIGSTOP');
  };
  void app
    .get(IpRetentionService)
    .prune({ onProgress })
    .then((report) => process.send?.({ report }));
});
process.send?.({});
