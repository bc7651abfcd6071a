import { randomUUID } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { InsertedEntry, SavedEntry, type Thread } from './entities.js';

interface BenchRequest {
  readonly ip: string;
  readonly user: { readonly id: string };
}

function contentOf(context: ExecutionContext, thread: Thread) {
  const { user, ip } = context.switchToHttp().getRequest<BenchRequest>();
  const action = `${context.getClass().name}.${context.getHandler().name}`;
  return {
    createdAt: Date.now(),
    userId: user.id,
    ip,
    action,
    entityType: 'Thread',
    entityId: String(thread.id),
  };
}

/** Awaits `repository.save`. */
@Injectable()
export class SaveInterceptor implements NestInterceptor {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  intercept(context: ExecutionContext, next: CallHandler<Thread>): Observable<Thread> {
    const repository = this.dataSource.getRepository(SavedEntry);
    return next.handle().pipe(
      mergeMap(async (thread) => {
        await repository.save(repository.create(contentOf(context, thread)));
        return thread;
      }),
    );
  }
}

/** Awaits `repository.insert`. */
@Injectable()
export class InsertInterceptor implements NestInterceptor {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  intercept(context: ExecutionContext, next: CallHandler<Thread>): Observable<Thread> {
    const repository = this.dataSource.getRepository(InsertedEntry);
    return next.handle().pipe(
      mergeMap(async (thread) => {
        await repository.insert({ id: randomUUID(), ...contentOf(context, thread) });
        return thread;
      }),
    );
  }
}
