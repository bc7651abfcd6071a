import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { ForumSettings } from '../forum-settings.js';
import { ThreadsService } from '../threads/threads.service.js';
import { Attachment } from './attachment.entity.js';

@Injectable()
export class AttachmentsService {
  constructor(
    @InjectRepository(Attachment) private readonly attachments: Repository<Attachment>,
    @Inject(ThreadsService) private readonly threads: ThreadsService,
    @Inject(ForumSettings) private readonly settings: ForumSettings,
  ) {}

  inThread(threadId: number): Promise<Attachment[]> {
    return this.attachments.find({ where: { threadId }, order: { id: 'ASC' }, take: 50 });
  }

  async upload(author: Account, threadId: number, name: string, content: Buffer): Promise<Attachment> {
    await this.threads.get(threadId);
    const storedAs = randomUUID();
    await writeFile(this.pathOf({ storedAs }), content);
    const attachment = this.attachments.create({
      threadId,
      authorId: author.id,
      name,
      bytes: content.length,
      storedAs,
      createdAt: new Date(),
    });
    await this.attachments.insert(attachment);
    return attachment;
  }

  async get(id: number): Promise<Attachment> {
    const attachment = await this.attachments.findOneBy({ id });
    if (!attachment) throw new NotFoundException('There is no such attachment.');
    return attachment;
  }

  /** Uploads are small. Their folder may be another one than at the upload, if the forum was started anew. */
  async contentOf(attachment: Attachment): Promise<Buffer> {
    try {
      return await readFile(this.pathOf(attachment));
    } catch {
      throw new NotFoundException('The file of this attachment is gone.');
    }
  }

  private pathOf({ storedAs }: Pick<Attachment, 'storedAs'>): string {
    return join(this.settings.attachments, storedAs);
  }
}
