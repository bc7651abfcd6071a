import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrail,
  AuditTrailModule,
  type AuditTrailModuleOptions,
  entityReference,
} from '../../../src/index.js';

/** A forum in a process of its own; it says its port, and lives until it is killed or its parent goes. */
const { connection, trail }: { connection: TypeOrmModuleOptions; trail: AuditTrailModuleOptions } =
  JSON.parse(process.argv[2] ?? '{}');

interface Action {
  readonly number: number;
}

@Controller('actions')
class ActionsController {
  @Post()
  @AuditTrail({ entity: ({ number }: Action) => entityReference('Action', number) })
  act(@Body() action: Action): Action {
    return action;
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
      retryAttempts: 0,
    }),
    AuditTrailModule.forRoot({ ...trail, prune: false, user: () => 'ann' }),
  ],
  controllers: [ActionsController],
})
class ForumModule {}

const app = await NestFactory.create(ForumModule, { logger: ['error'] });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.once('disconnect', () => process.exit());
const { port } = (app.getHttpServer() as { address(): { port: number } }).address();
process.send?.({ port });
