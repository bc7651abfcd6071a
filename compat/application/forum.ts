import {
  Body,
  type CanActivate,
  Controller,
  type DynamicModule,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Post,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrail, AuditTrailModule, IpBlockGuard } from 'nest-audit-trail';
import { AuditTrailConsoleModule } from 'nest-audit-trail/console';
import {
  Column,
  Entity,
  type MigrationInterface,
  PrimaryGeneratedColumn,
  type QueryRunner,
  Repository,
} from 'typeorm';

export const CONSOLE_PATH = 'staff/audit-trail';

interface ForumRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: { readonly id: string };
}

@Entity()
export class Thread {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar' })
  title!: string;
}

class CreateThread1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table thread (id serial primary key, title varchar not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table thread');
  }
}

@Injectable()
class SignedInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ForumRequest>();
    const id = request.headers['x-user'];
    if (id !== undefined) request.user = { id };
    return true;
  }
}

@Injectable()
class StaffGuard extends SignedInGuard {
  override canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ForumRequest>();
    return super.canActivate(context) && request.user?.id === 'moderator';
  }
}

@Controller('threads')
@UseGuards(SignedInGuard)
class ThreadsController {
  constructor(@InjectRepository(Thread) private readonly threads: Repository<Thread>) {}

  @Get()
  list(): Promise<Thread[]> {
    return this.threads.find();
  }

  @Post()
  @AuditTrail({ action: 'thread.start' })
  start(@Body() { title }: { title: string }): Promise<Thread> {
    return this.threads.save(this.threads.create({ title }));
  }
}

/** An application that uses the package as its README says. */
@Module({})
export class ForumModule {
  static on(url: string): DynamicModule {
    return {
      module: ForumModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url,
          autoLoadEntities: true,
          migrations: [CreateThread1700000000000, ...AUDIT_TRAIL_MIGRATIONS],
          migrationsRun: true,
        }),
        TypeOrmModule.forFeature([Thread]),
        ScheduleModule.forRoot(),
        AuditTrailModule.forRoot({ ipStoreDays: 30, secret: process.env['AUDIT_TRAIL_SECRET'] }),
        AuditTrailConsoleModule.register({
          path: CONSOLE_PATH,
          guards: [StaffGuard],
          staff: (request: ForumRequest) => request.user && { staffId: request.user.id },
        }),
      ],
      controllers: [ThreadsController],
      providers: [{ provide: APP_GUARD, useExisting: IpBlockGuard }],
    };
  }
}
