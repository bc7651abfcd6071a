import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { AuditTrail } from 'nest-audit-trail';
import { Account } from '../accounts/account.entity.js';
import { CurrentAccount, ModeratorOnly, SignedIn } from '../accounts/signed-in.js';
import { IdPipe } from '../web/id.pipe.js';
import { ThenShow } from '../web/page.js';
import { TextPipe } from '../web/text.pipe.js';
import { Thread } from './thread.entity.js';
import { ThreadsService } from './threads.service.js';

@Controller('threads')
export class ThreadsController {
  constructor(@Inject(ThreadsService) private readonly threads: ThreadsService) {}

  @Post()
  @SignedIn()
  @AuditTrail({ action: 'thread.start' })
  @ThenShow((thread: Thread) => `/threads/${thread.id}`)
  start(
    @CurrentAccount() author: Account,
    @Body('categoryId', IdPipe) categoryId: number,
    @Body('title', new TextPipe({ min: 3, max: 120 })) title: string,
    @Body('text', new TextPipe({ max: 10_000 })) text: string,
  ): Promise<Thread> {
    return this.threads.start(author, categoryId, title, text);
  }

  @Post(':id/move')
  @HttpCode(200)
  @ModeratorOnly()
  @AuditTrail({ action: 'thread.move' })
  @ThenShow((thread: Thread) => `/threads/${thread.id}`)
  move(@Param('id', IdPipe) id: number, @Body('categoryId', IdPipe) categoryId: number): Promise<Thread> {
    return this.threads.move(id, categoryId);
  }
}
