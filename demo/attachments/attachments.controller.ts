import { BadRequestException, Controller, Get, Header, Inject, Param, Post } from '@nestjs/common';
import { StreamableFile, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { AuditTrail } from 'nest-audit-trail';
import { Account } from '../accounts/account.entity.js';
import { CurrentAccount, SignedIn } from '../accounts/signed-in.js';
import { IdPipe } from '../web/id.pipe.js';
import { ThenShow } from '../web/page.js';
import { Attachment } from './attachment.entity.js';
import { AttachmentsService } from './attachments.service.js';

/** What the upload interceptor hands over. */
interface Upload {
  readonly originalname: string;
  readonly buffer: Buffer;
}

const ONE_SMALL_FILE = FileInterceptor('file', {
  limits: { fileSize: 1_000_000, files: 1 },
  defParamCharset: 'utf8',
});

@Controller()
export class AttachmentsController {
  constructor(@Inject(AttachmentsService) private readonly attachments: AttachmentsService) {}

  @Post('threads/:id/attachments')
  @SignedIn()
  @UseInterceptors(ONE_SMALL_FILE)
  @AuditTrail({ action: 'attachment.upload' })
  @ThenShow((attachment: Attachment) => `/threads/${attachment.threadId}#attachments`)
  upload(
    @CurrentAccount() author: Account,
    @Param('id', IdPipe) threadId: number,
    @UploadedFile() file: Upload | undefined,
  ): Promise<Attachment> {
    const name = Array.from(file?.originalname.replace(/\p{Cc}/gu, '') ?? '')
      .slice(0, 200)
      .join('');
    if (!file || !name) throw new BadRequestException('file: choose one, please.');
    return this.attachments.upload(author, threadId, name, file.buffer);
  }

  /** Always as a download: what members upload must not run in the forum's own pages. */
  @Get('attachments/:id')
  @Header('X-Content-Type-Options', 'nosniff')
  async download(@Param('id', IdPipe) id: number): Promise<StreamableFile> {
    const attachment = await this.attachments.get(id);
    return new StreamableFile(await this.attachments.contentOf(attachment), {
      type: 'application/octet-stream',
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
      length: attachment.bytes,
    });
  }
}
