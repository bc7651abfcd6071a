/**
 * The README's example: `npm run example` runs it, and a test holds the README to this text and its output.
 */
import { Body, Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditTrail, AuditTrailEntry, AuditTrailModule } from 'nest-audit-trail';
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';

const connection = { type: 'better-sqlite3', database: ':memory:', synchronize: true } as const;

// #region readme
@Entity()
class Thread {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'varchar' }) title!: string;
}

@Controller('threads')
class ThreadsController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @Post()
  @AuditTrail({ action: 'thread.start' }) // records the user, the IP and the Thread that is returned
  start(@Body() { title }: { title: string }): Promise<Thread> {
    return this.database.manager.save(Object.assign(new Thread(), { title }));
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({ ...connection, entities: [Thread], autoLoadEntities: true }),
    ScheduleModule.forRoot(),
    AuditTrailModule.forRoot({ ipStoreDays: 90, user: (request) => request.headers['x-user'] }),
  ],
  controllers: [ThreadsController],
})
class AppModule {}
// #endregion

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
const send = (user: Record<string, string>, title: string) =>
  fetch(`http://127.0.0.1:${app.getHttpServer().address().port}/threads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...user },
    body: JSON.stringify({ title }),
  });
await send({ 'x-user': '7' }, 'Welcome');
await send({}, 'Nobody is signed in');
for (const { createdAt, ...entry } of await app.get(DataSource).getRepository(AuditTrailEntry).find()) {
  console.log({ ...entry, id: `${entry.id.slice(0, 13)}...`, createdAt });
}
await app.close();
