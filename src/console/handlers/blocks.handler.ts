import { Inject, Injectable } from '@nestjs/common';
import { BlockList, type ListedBlock } from '../../blocking/block-list.js';
import { IpBlocksService } from '../../blocking/ip-blocks.service.js';
import { BlockSuccessions } from '../../blocking/block-successions.js';
import { ConsoleRefusal } from '../console-refusal.js';
import { type Answer, see } from '../http/answer.js';
import type { BlockRow } from '../pages/block-rows.js';
import { blocksPage } from '../pages/blocks.page.js';
import { userBlocksPage } from '../pages/user-blocks.page.js';
import type { View } from '../pages/view.js';
import { rangeText } from '../range-text.js';
import { SAY } from '../sentences.js';
import type { Ask } from './ask.js';
import { blockTerms } from './block-terms.js';
import { pageAnswer } from './page-answer.js';

/** Blocks: the list, and what changes it. */
@Injectable()
export class BlocksHandler {
  constructor(
    @Inject(BlockList) private readonly blockList: BlockList,
    @Inject(IpBlocksService) private readonly blocks: IpBlocksService,
    @Inject(BlockSuccessions) private readonly successions: BlockSuccessions,
  ) {}

  async show({ view, request: { query } }: Ask): Promise<Answer> {
    const isLive = query.get('ended') === null;
    const after = query.get('after') ?? undefined;
    const page = await this.blockList.listed({ live: isLive, after });
    const rows = page.items.map((listed) => rowOf(listed, view));
    const said = SAY.blocks.said[query.get('said') ?? ''] ?? null;
    return pageAnswer(
      view,
      blocksPage(view, {
        isLive,
        rows,
        next: page.next,
        isFirst: after === undefined,
        oldestKept: page.oldestKept,
        said,
      }),
    );
  }

  async add({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayBlock(view);
    if (!visitor.can.seeAddresses) throw new ConsoleRefusal(403, SAY.start.networkNotAllowed);
    await this.blocks.add({
      ...blockTerms(view, form),
      range: form.text('range'),
      staffIp: visitor.ip,
      force: form.text('force') === 'yes',
    });
    return see('../blocks?said=added');
  }

  async lift({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayBlock(view);
    const importId = form.text('import');
    const what = importId === '' ? form.text('block') : { importId };
    await this.blocks.lift(what, { staffId: visitor.staffId, reason: form.text('reason') });
    return see('../blocks?said=lifted');
  }

  /** Another end, and another message. */
  async change({ view, request: { form } }: Ask): Promise<Answer> {
    const { expiresAt, message, reason, staffId } = blockTerms(mayBlock(view), form);
    await this.successions.change(form.text('block'), { expiresAt, message, reason, staffId });
    return see('../blocks?said=changed');
  }

  /** Blocks the networks of a user, which the visitor need not see. */
  async addForUser({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayBlock(view);
    const terms = blockTerms(view, form);
    const { added, leftOut } = await this.blocks.addForUser(form.text('user'), terms);
    const data = {
      added: added.length,
      leftOut: leftOut.map(({ network, why }) => ({
        network: visitor.can.seeAddresses ? rangeText(network) : null,
        why,
      })),
    };
    return pageAnswer(view, userBlocksPage(view, data));
  }
}

function mayBlock(view: View): View {
  if (!view.visitor.can.block) throw new ConsoleRefusal(403, SAY.refusal.noRight);
  return view;
}

/** The range of a block that stands for a user is shown after a lookup only. */
function rowOf({ block, isOfUser }: ListedBlock, { visitor }: View): BlockRow {
  const { range, ...rest } = block;
  if (isOfUser) return { ...rest, range: SAY.blocks.fromUser };
  return { ...rest, range: visitor.can.seeAddresses && range !== '' ? rangeText(range) : null };
}
