import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { PollsModule } from '../polls/polls.module.js';
import { PostsModule } from '../posts/posts.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { ForumController } from './forum.controller.js';
import { ForumService } from './forum.service.js';

@Module({
  imports: [AccountsModule, ThreadsModule, PostsModule, PollsModule, AttachmentsModule],
  controllers: [ForumController],
  providers: [ForumService],
})
export class ForumModule {}
