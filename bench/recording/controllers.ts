import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Inject,
  Injectable,
  Post,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { AuditTrail } from 'nest-audit-trail';
import { DataSource } from 'typeorm';
import { InsertInterceptor, SaveInterceptor } from './by-hand.interceptor.js';
import { Thread } from './entities.js';

@Injectable()
class HeaderGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string>; user?: object }>();
    request.user = { id: request.headers['x-user'] };
    return true;
  }
}

const THREAD = Object.assign(new Thread(), { id: 5, title: 'A thread' });

/** Does nothing else. */
@Controller('nothing')
@UseGuards(HeaderGuard)
export class NothingController {
  @Post('bare')
  bare(): Promise<Thread> {
    return Promise.resolve(THREAD);
  }

  @Post('ours')
  @AuditTrail()
  ours(): Promise<Thread> {
    return Promise.resolve(THREAD);
  }

  @Post('save')
  @UseInterceptors(SaveInterceptor)
  save(): Promise<Thread> {
    return Promise.resolve(THREAD);
  }

  @Post('insert')
  @UseInterceptors(InsertInterceptor)
  insert(): Promise<Thread> {
    return Promise.resolve(THREAD);
  }
}

/** Saves a row of its own. */
@Controller('row')
@UseGuards(HeaderGuard)
export class RowController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Post('bare')
  bare(@Body() { title }: { title: string }): Promise<Thread> {
    return this.start(title);
  }

  @Post('ours')
  @AuditTrail()
  ours(@Body() { title }: { title: string }): Promise<Thread> {
    return this.start(title);
  }

  @Post('save')
  @UseInterceptors(SaveInterceptor)
  save(@Body() { title }: { title: string }): Promise<Thread> {
    return this.start(title);
  }

  @Post('insert')
  @UseInterceptors(InsertInterceptor)
  insert(@Body() { title }: { title: string }): Promise<Thread> {
    return this.start(title);
  }

  private start(title: string): Promise<Thread> {
    return this.dataSource.manager.save(Object.assign(new Thread(), { title }));
  }
}
