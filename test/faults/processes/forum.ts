import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditTrail, entityReference } from '../../../src/index.js';
import { trailOfProcess } from './trail-of-process.js';

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

/** A forum in a process of its own; it says its port, and lives until it is killed or its parent goes. */
@Module({
  imports: trailOfProcess({ prune: false, user: () => 'ann' }),
  controllers: [ActionsController],
})
class ForumModule {}

const app = await NestFactory.create(ForumModule, { logger: ['error'] });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.once('disconnect', () => process.exit());
const { port } = (app.getHttpServer() as { address(): { port: number } }).address();
process.send?.({ port });
