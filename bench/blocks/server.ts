import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Injectable,
  Module,
  Post,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrailModule, IpBlockGuard, IpBlocksService } from '../../src/index.js';
import { randomBlocks, randomWords } from './random-blocks.js';

/**
 * A server with 100,000 blocks in a process of its own, and three routes that do nothing: behind our guard, behind one
 * that reads the address alone, and behind one that does nothing either.
 *
 * The answer to `{}` is where it listens, what the import took, and the processor time of the process until now.
 */
const connection = JSON.parse(process.argv[2] ?? '{}') as DataSourceOptions;
const RULES = 100_000;
const THREAD = { id: 5, title: 'A thread' };

@Injectable()
class NothingGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

/** What no guard that looks at addresses can do without, and what Fastify takes for it. */
@Injectable()
class AddressGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ ip: string }>().ip !== '';
  }
}

@Controller('thread')
class ThreadController {
  @Post('guarded')
  @UseGuards(IpBlockGuard)
  guarded(): Promise<object> {
    return Promise.resolve(THREAD);
  }

  @Post('address')
  @UseGuards(AddressGuard)
  address(): Promise<object> {
    return Promise.resolve(THREAD);
  }

  @Post('nothing')
  @UseGuards(NothingGuard)
  nothing(): Promise<object> {
    return Promise.resolve(THREAD);
  }
}

const BY = { staffId: 'boss', reason: 'A list of botnets' };

@Module({
  imports: [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot({ prune: false }),
  ],
  controllers: [ThreadController],
  providers: [NothingGuard, AddressGuard],
})
class BenchModule {}

const app = await NestFactory.create(BenchModule, new FastifyAdapter(), { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
const { port } = (app.getHttpServer() as { address(): { port: number } }).address();
const blocks = app.get(IpBlocksService);
const held = await heldByDryRun();
const imported = { ...(await importBlocks()), held };

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ port, ...imported, cpuUs: user + system });
});
process.once('disconnect', () => void app.close());

/** Both families, one line after the other; nothing of the list is held. */
function* lines(): Generator<string> {
  const random = randomWords(7);
  for (let i = 0; i < RULES; i += 100) {
    for (const { text } of randomBlocks(i % 200 === 0 ? 4 : 6, 100, random)) yield text;
  }
}

/** What an import holds of its list, in MB after collections: a dry run makes no blocks, which take memory of their own. */
async function heldByDryRun(): Promise<number> {
  const live = () => {
    globalThis.gc?.();
    return memory().heap;
  };
  const before = live();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, live())), 50);
  await blocks.import(lines(), { ...BY, dryRun: true });
  clearInterval(timer);
  return most - before;
}

async function importBlocks() {
  const before = memory();
  let peak = before;
  const timer = setInterval(() => (peak = highest(peak, memory())), 5);
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const began = performance.now();
  const { added, duplicate, refused } = await blocks.import(lines(), BY);
  const ms = performance.now() - began;
  const pauseMs = delays.max / 1e6;
  delays.disable();
  clearInterval(timer);
  globalThis.gc?.();
  return { added, duplicate, refused: refused.length, ms, pauseMs, before, peak, after: memory() };
}

function memory(): { heap: number; resident: number } {
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: (heapUsed + arrayBuffers) / 1e6, resident: rss / 1e6 };
}

function highest(a: ReturnType<typeof memory>, b: ReturnType<typeof memory>) {
  return { heap: Math.max(a.heap, b.heap), resident: Math.max(a.resident, b.resident) };
}
