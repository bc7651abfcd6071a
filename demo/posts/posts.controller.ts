import { Body, Controller, Get, HttpCode, Inject, Param, Post as HttpPost } from '@nestjs/common';
import { AuditTrail } from 'nest-audit-trail';
import { Account } from '../accounts/account.entity.js';
import { CurrentAccount, SignedIn } from '../accounts/signed-in.js';
import { IdPipe } from '../web/id.pipe.js';
import { AsPage, ThenShow } from '../web/page.js';
import { TextPipe } from '../web/text.pipe.js';
import { editPostPage } from './edit-post.page.js';
import { Post } from './post.entity.js';
import { PostsService } from './posts.service.js';

const POST_TEXT = new TextPipe({ max: 10_000 });
const pathOf = (post: Post) => `/threads/${post.threadId}#post-${post.id}`;

@Controller()
@SignedIn()
export class PostsController {
  constructor(@Inject(PostsService) private readonly posts: PostsService) {}

  @HttpPost('threads/:id/posts')
  @AuditTrail({ action: 'post.reply' })
  @ThenShow(pathOf)
  reply(
    @CurrentAccount() author: Account,
    @Param('id', IdPipe) threadId: number,
    @Body('text', POST_TEXT) text: string,
  ): Promise<Post> {
    return this.posts.reply(author, threadId, text);
  }

  @Get('posts/:id/edit')
  @AsPage(editPostPage)
  form(@CurrentAccount() author: Account, @Param('id', IdPipe) id: number): Promise<Post> {
    return this.posts.getOwn(author, id);
  }

  /** A POST, since forms know no PATCH. */
  @HttpPost('posts/:id')
  @HttpCode(200)
  @AuditTrail({ action: 'post.edit' })
  @ThenShow(pathOf)
  edit(
    @CurrentAccount() author: Account,
    @Param('id', IdPipe) id: number,
    @Body('text', POST_TEXT) text: string,
  ): Promise<Post> {
    return this.posts.edit(author, id, text);
  }
}
