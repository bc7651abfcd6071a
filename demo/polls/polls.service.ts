import { ForbiddenException, Inject, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { ThreadsService } from '../threads/threads.service.js';
import { Poll } from './poll.entity.js';

@Injectable()
export class PollsService {
  constructor(
    @InjectRepository(Poll) private readonly polls: Repository<Poll>,
    @Inject(ThreadsService) private readonly threads: ThreadsService,
  ) {}

  inThread(threadId: number): Promise<Poll[]> {
    return this.polls.find({ where: { threadId }, order: { id: 'ASC' }, take: 50 });
  }

  async create(author: Account, threadId: number, question: string, choices: string[]): Promise<Poll> {
    await this.threads.get(threadId);
    const poll = this.polls.create({
      threadId,
      authorId: author.id,
      question,
      choices,
      createdAt: new Date(),
    });
    await this.polls.insert(poll);
    return poll;
  }

  async getOwn(author: Account, id: number): Promise<Poll> {
    const poll = await this.polls.findOneBy({ id });
    if (!poll) throw new NotFoundException('There is no such poll.');
    if (poll.authorId !== author.id) throw new ForbiddenException('That poll is not yours.');
    return poll;
  }

  async edit(author: Account, id: number, question: string, choices: string[]): Promise<Poll> {
    const poll = await this.getOwn(author, id);
    await this.polls.update({ id }, { question, choices });
    return Object.assign(poll, { question, choices });
  }
}
