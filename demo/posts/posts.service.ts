import { ForbiddenException, Inject, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { ThreadsService } from '../threads/threads.service.js';
import { Post } from './post.entity.js';

/** A thread shows its newest replies; a demo needs no second page. */
const POSTS_A_THREAD = 200;

@Injectable()
export class PostsService {
  constructor(
    @InjectRepository(Post) private readonly posts: Repository<Post>,
    @Inject(ThreadsService) private readonly threads: ThreadsService,
  ) {}

  /** The newest replies, oldest first. */
  async inThread(threadId: number): Promise<Post[]> {
    const newest = await this.posts.find({
      where: { threadId },
      order: { id: 'DESC' },
      take: POSTS_A_THREAD,
    });
    return newest.toReversed();
  }

  async countByThread(threadIds: readonly number[]): Promise<Map<number, number>> {
    const rows = await this.posts
      .createQueryBuilder('post')
      .select('post.threadId', 'threadId')
      .addSelect('count(*)', 'replies')
      .where({ threadId: In(threadIds) })
      .groupBy('post.threadId')
      .getRawMany<{ threadId: number; replies: number | string }>();
    return new Map(rows.map(({ threadId, replies }) => [threadId, Number(replies)]));
  }

  async reply(author: Account, threadId: number, text: string): Promise<Post> {
    await this.threads.get(threadId);
    const post = this.posts.create({
      threadId,
      authorId: author.id,
      text,
      createdAt: new Date(),
      editedAt: null,
    });
    await this.posts.insert(post);
    return post;
  }

  async getOwn(author: Account, id: number): Promise<Post> {
    const post = await this.posts.findOneBy({ id });
    if (!post) throw new NotFoundException('There is no such post.');
    if (post.authorId !== author.id) throw new ForbiddenException('That post is not yours.');
    return post;
  }

  async edit(author: Account, id: number, text: string): Promise<Post> {
    const changes = { text, editedAt: new Date() };
    const post = await this.getOwn(author, id);
    await this.posts.update({ id }, changes);
    return Object.assign(post, changes);
  }
}
