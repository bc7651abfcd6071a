import { Controller, Get, type LoggerService, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { AuditTrailService, IpBlockGuard, IpBlocksService } from '../../../src/index.js';
import { trailOfProcess } from './trail-of-process.js';

interface Order {
  readonly id: number;
  readonly call: keyof typeof CALLS;
  readonly with: never;
}

@Controller('thread')
class ThreadController {
  @Get()
  read(): string {
    return 'Welcome';
  }
}

/**
 * An application in a process of its own whose guard believes the header `x-from`. It says its port, does what it is
 * told about blocks, and ends as it does in production: on SIGTERM.
 */
@Module({
  imports: trailOfProcess({
    prune: false,
    ip: ({ headers }: { headers: Record<string, string> }) => headers['x-from'],
  }),
  controllers: [ThreadController],
  providers: [{ provide: APP_GUARD, useExisting: IpBlockGuard }],
})
class GuardedModule {}

const said: string[] = [];
const logger: LoggerService = {
  log: (message: string) => said.push(message),
  warn: (message: string) => said.push(message),
  error: (message: string) => said.push(message),
};
const app = await NestFactory.create(GuardedModule, { logger });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
const blocks = app.get(IpBlocksService);
const effectOn = (ip: string) => blocks.match(ip)?.effect ?? null;

const CALLS = {
  /** What decides over the first address of the range is read in the very turn in which `add` has resolved. */
  add: async (block: Parameters<IpBlocksService['add']>[0]) => {
    const { id, range } = await blocks.add(block);
    return { id, effect: effectOn(range.slice(0, range.indexOf('/'))), at: Date.now() };
  },
  lift: async ([id, ip]: [string, string]) => {
    await blocks.lift(id, { staffId: 'boss', reason: 'It was somebody else' });
    return { effect: effectOn(ip), at: Date.now() };
  },
  /** Resolves with the time at which it became so. */
  until: ([ip, effect]: [string, string | null]) =>
    new Promise<number>((resolve) => {
      const look = (): void => void (effectOn(ip) === effect ? resolve(Date.now()) : setTimeout(look, 1));
      look();
    }),
  list: async () => (await blocks.list()).items.map(({ range, hits }) => [range, hits]),
  health: () => app.get(AuditTrailService).health(),
  said: () => Promise.resolve(said),
};

process.once('disconnect', () => process.exit());
process.on('message', ({ id, call, with: given }: Order) => {
  CALLS[call](given).then(
    (answer) => process.send?.({ id, answer }),
    (error: Error) => process.send?.({ id, error: error.message }),
  );
});
const { port } = (app.getHttpServer() as { address(): { port: number } }).address();
process.send?.({ port });
