import { Inject, Injectable } from '@nestjs/common';
import { AccessLog } from '../../access-log/access-log.js';
import { Staff } from '../../access-log/staff.js';
import { IpBlocksService } from '../../blocking/ip-blocks.service.js';
import type { BlockListFormat } from '../../blocking/write-block-list.js';
import { ConsoleRefusal } from '../console-refusal.js';
import type { Answer } from '../http/answer.js';
import { blockImportPage } from '../pages/block-import.page.js';
import type { View } from '../pages/view.js';
import { SAY } from '../sentences.js';
import type { Ask } from './ask.js';
import { blockTerms } from './block-terms.js';
import { LookedUpPages } from './looked-up.js';
import { pageAnswer } from './page-answer.js';

const FILES: Readonly<Record<BlockListFormat, { type: Answer['type']; fileName: string }>> = {
  plain: { type: 'text/plain', fileName: 'blocks.txt' },
  nginx: { type: 'text/plain', fileName: 'blocks.conf' },
  json: { type: 'application/json', fileName: 'blocks.json' },
};

/** Blocks as lists, for who may see addresses and block. */
@Injectable()
export class BlockListsHandler {
  constructor(
    @Inject(IpBlocksService) private readonly blocks: IpBlocksService,
    @Inject(AccessLog) private readonly log: AccessLog,
    @Inject(LookedUpPages) private readonly pages: LookedUpPages,
  ) {}

  /** Reads a list and says what would become of it, or makes its blocks. */
  async import({ view, request: { form } }: Ask): Promise<Answer> {
    const { ip } = mayKeepLists(view).visitor;
    const list = form.text('list');
    const [isDryRun, force] = [form.text('run') !== 'import', form.text('force') === 'yes'];
    const terms = blockTerms(view, form);
    const { blocks } = this;
    const found = await blocks.import(list.split(/\r?\n/), {
      ...terms,
      dryRun: isDryRun,
      staffIp: ip,
      force,
    });
    const repeated = ['effect', 'days', 'message', 'reason', 'force'].map(
      (name) => [name, form.text(name)] as const,
    );
    return pageAnswer(
      view,
      blockImportPage(view, { isDryRun, found, fields: [['list', list], ...repeated] }),
    );
  }

  /** A file with every block in force. It is a lookup: the ranges of users' networks stand in it. */
  async export({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayKeepLists(view);
    const format = form.text('format') as BlockListFormat;
    const lines = this.blocks.export(format);
    const staff = Staff.of({ staffId: visitor.staffId, reason: form.text('reason') });
    await this.log.log(staff, 'consoleExport');
    let body = '';
    for await (const line of lines) body += line;
    return { status: 200, body, ...FILES[format] };
  }

  /** What staff may want to do about blocks, as a page that is looked up. */
  propose({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayKeepLists(view);
    const reason = form.text('reason') || visitor.reason;
    return this.pages.lookUp(visitor, reason, { kind: 'proposals' }, [{}]);
  }
}

function mayKeepLists(view: View): View {
  const { can } = view.visitor;
  if (!can.block || !can.seeAddresses) throw new ConsoleRefusal(403, SAY.refusal.noRight);
  return view;
}
