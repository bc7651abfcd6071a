import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { CategoriesService } from './categories.service.js';
import { Thread } from './thread.entity.js';

export const THREADS_A_PAGE = 20;

@Injectable()
export class ThreadsService {
  constructor(
    @InjectRepository(Thread) private readonly threads: Repository<Thread>,
    @Inject(CategoriesService) private readonly categories: CategoriesService,
  ) {}

  /** Newest first; `before` is the id of the last thread of the page before. */
  page({ categoryId, before }: { categoryId?: number; before?: number }): Promise<Thread[]> {
    return this.threads.find({
      where: {
        ...(categoryId !== undefined && { categoryId }),
        ...(before !== undefined && { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: THREADS_A_PAGE,
    });
  }

  async get(id: number): Promise<Thread> {
    const thread = await this.threads.findOneBy({ id });
    if (!thread) throw new NotFoundException('There is no such thread.');
    return thread;
  }

  async start(author: Account, categoryId: number, title: string, text: string): Promise<Thread> {
    await this.categories.mustExist(categoryId);
    const thread = this.threads.create({
      categoryId,
      authorId: author.id,
      title,
      text,
      createdAt: new Date(),
    });
    await this.threads.insert(thread);
    return thread;
  }

  async move(id: number, categoryId: number): Promise<Thread> {
    await this.categories.mustExist(categoryId);
    const thread = await this.get(id);
    thread.categoryId = categoryId;
    await this.threads.update({ id }, { categoryId });
    return thread;
  }
}
