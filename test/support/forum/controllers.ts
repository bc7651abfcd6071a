import { createHash } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  Inject,
  Param,
  Patch,
  Post as HttpPost,
  Put,
  UseGuards,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../../../src/index.js';
import { Account, Attachment, Category, Poll, Post, Thread } from './entities.js';
import { SignedInGuard } from './signed-in.guard.js';

/** Longer than an `int`, and short enough for what SQLite's driver reads back: a number. */
let lastPostId = 5_000_000_000;
const newPostId = () => String(++lastPostId);

@Controller('threads')
@UseGuards(SignedInGuard)
class ThreadsController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @Get()
  list(): Promise<Thread[]> {
    return this.database.getRepository(Thread).find();
  }

  @HttpPost()
  @AuditTrail({ action: 'thread.start' })
  start(@Body() { title }: { title: string }): Promise<Thread> {
    const threads = this.database.getRepository(Thread);
    return threads.save(threads.create({ title }));
  }

  @HttpPost(':id/posts')
  @AuditTrail({ action: 'thread.reply' })
  reply(@Body() { body }: { body: string }): Promise<Post> {
    const posts = this.database.getRepository(Post);
    return posts.save(posts.create({ id: newPostId(), body }));
  }
}

/** Public posts and private ones are edited in different places. */
@Controller()
@UseGuards(SignedInGuard)
class PostsController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @Patch('posts/:id')
  @AuditTrail({ action: 'post.edit' })
  edit(@Param('id') id: string, @Body() { body }: { body: string }): Promise<Post> {
    return this.save(id, body);
  }

  @Patch('private-posts/:id')
  @AuditTrail({ action: 'private-post.edit' })
  editPrivate(@Param('id') id: string, @Body() { body }: { body: string }): Promise<Post> {
    return this.save(id, body);
  }

  private async save(id: string, body: string): Promise<Post> {
    const posts = this.database.getRepository(Post);
    return posts.save(Object.assign(await posts.findOneByOrFail({ id }), { body }));
  }
}

@Controller('polls')
@UseGuards(SignedInGuard)
class PollsController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @HttpPost()
  @AuditTrail({ action: 'poll.create' })
  create(@Body() { question }: { question: string }): Promise<Poll> {
    const polls = this.database.getRepository(Poll);
    return polls.save(polls.create({ question }));
  }

  @Put(':id')
  @AuditTrail({ action: 'poll.edit' })
  async edit(@Param('id') id: string, @Body() { question }: { question: string }): Promise<Poll> {
    const polls = this.database.getRepository(Poll);
    return polls.save(Object.assign(await polls.findOneByOrFail({ id }), { question }));
  }
}

@Controller('categories')
@UseGuards(SignedInGuard)
class CategoriesController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @HttpPost()
  @AuditTrail({ action: 'category.create' })
  async create(@Body() { slug }: { slug: string }): Promise<Category> {
    const categories = this.database.getRepository(Category);
    // Without a transaction, since SQLite's one connection has one at a time.
    await categories.insert({ slug });
    return categories.create({ slug });
  }
}

@Controller('attachments')
@UseGuards(SignedInGuard)
class AttachmentsController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @HttpPost()
  @AuditTrail({ action: 'attachment.upload' })
  upload(@Body() { name, base64 }: { name: string; base64: string }): Promise<Attachment> {
    const digest = createHash('sha256').update(base64, 'base64').digest('hex');
    const attachments = this.database.getRepository(Attachment);
    return attachments.save(attachments.create({ digest, name }));
  }
}

/** Nobody is signed in when an account is registered. */
@Controller('accounts')
class AccountsController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  @HttpPost()
  @AuditTrail({ action: 'account.register', user: (account: Account) => account })
  register(@Body() { name }: { name: string }): Promise<Account> {
    const accounts = this.database.getRepository(Account);
    return accounts.save(accounts.create({ name }));
  }
}

export const FORUM_CONTROLLERS = [
  ThreadsController,
  PostsController,
  PollsController,
  CategoriesController,
  AttachmentsController,
  AccountsController,
];
