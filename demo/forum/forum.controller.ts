import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { IdPipe } from '../web/id.pipe.js';
import { AsPage } from '../web/page.js';
import { ForumService, type ThreadList, type ThreadView } from './forum.service.js';
import { threadListPage } from './thread-list.page.js';
import { threadPage } from './thread.page.js';

/** What everybody may read. */
@Controller()
export class ForumController {
  constructor(@Inject(ForumService) private readonly forum: ForumService) {}

  @Get()
  @AsPage(threadListPage)
  threads(@Query('category') category?: string, @Query('before') before?: string): Promise<ThreadList> {
    const id = new IdPipe();
    return this.forum.threadList({
      categoryId: category === undefined ? undefined : id.transform(category),
      before: before === undefined ? undefined : id.transform(before),
    });
  }

  @Get('threads/:id')
  @AsPage(threadPage)
  thread(@Param('id', IdPipe) id: number): Promise<ThreadView> {
    return this.forum.thread(id);
  }
}
