/**
 * A small application that uses the package by its name. `tarball.test.ts` compiles it against the installed tarball,
 * once to a module that imports and once to one that requires, and reads the line of JSON that it prints.
 */
import type { AddressInfo } from 'node:net';
import {
  Body,
  Controller,
  Injectable,
  Module,
  Post,
  type CanActivate,
  type ExecutionContext,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrail, AuditTrailEntry, AuditTrailModule } from 'nest-audit-trail';
import {
  Column,
  DataSource,
  Entity,
  PrimaryGeneratedColumn,
  Repository,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';

@Entity()
class Thread {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  title!: string;
}

class Threads1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table thread (id integer primary key autoincrement not null, title varchar not null)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table thread');
  }
}

@Injectable()
class SignedInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context
      .switchToHttp()
      .getRequest<{ headers: Record<string, string>; user?: { id: string } }>();
    request.user = { id: request.headers['x-test-user'] ?? '' };
    return request.user.id !== '';
  }
}

@Controller('threads')
@UseGuards(SignedInGuard)
class ThreadsController {
  constructor(@InjectRepository(Thread) private readonly threads: Repository<Thread>) {}

  @Post()
  @AuditTrail({ action: 'thread.start' })
  start(@Body() { title }: { title: string }): Promise<Thread> {
    return this.threads.save(this.threads.create({ title }));
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'better-sqlite3',
      database: process.argv[2] ?? ':memory:',
      enableWAL: true,
      prepareDatabase: (database: { pragma(source: string): unknown }) =>
        void database.pragma('synchronous = NORMAL'),
      autoLoadEntities: true,
      migrations: [Threads1700000000000, ...AUDIT_TRAIL_MIGRATIONS],
      migrationsRun: true,
    }),
    TypeOrmModule.forFeature([Thread]),
    ScheduleModule.forRoot(),
    AuditTrailModule.forRoot({ ipStoreDays: 30, secret: process.env['AUDIT_TRAIL_SECRET'] }),
  ],
  controllers: [ThreadsController],
})
class ApplicationModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(ApplicationModule, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const server: { address(): AddressInfo } = app.getHttpServer();
  const response = await fetch(`http://127.0.0.1:${server.address().port}/threads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-test-user': 'u-17' },
    body: JSON.stringify({ title: 'Hello' }),
  });
  const answer: unknown = await response.json();
  const entries = await app.get(DataSource).getRepository(AuditTrailEntry).find();
  await app.close();
  console.log(JSON.stringify({ status: response.status, answer, entries }));
}

void main();
