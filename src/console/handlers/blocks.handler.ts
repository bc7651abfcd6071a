import { Inject, Injectable } from '@nestjs/common';
import { BlockList, type ListedBlock } from '../../blocking/block-list.js';
import type { BlockEffect } from '../../blocking/block-rule.js';
import { IpBlocksService } from '../../blocking/ip-blocks.service.js';
import type { BlockTerms } from '../../blocking/new-blocks.js';
import { ConsoleRefusal } from '../console-refusal.js';
import { type Answer, see } from '../http/answer.js';
import { type BlockRow, blocksPage } from '../pages/blocks.page.js';
import { userBlocksPage } from '../pages/user-blocks.page.js';
import type { View } from '../pages/view.js';
import { SAY } from '../sentences.js';
import type { Ask } from './ask.js';
import { pageAnswer } from './page-answer.js';

const DAY_MS = 86_400_000;

/** Blocks: the list, and what changes it. */
@Injectable()
export class BlocksHandler {
  constructor(
    @Inject(BlockList) private readonly blockList: BlockList,
    @Inject(IpBlocksService) private readonly blocks: IpBlocksService,
  ) {}

  async show({ view, request: { query } }: Ask): Promise<Answer> {
    const isLive = query.get('ended') === null;
    const page = await this.blockList.listed({ live: isLive, after: query.get('after') ?? undefined });
    const rows = page.items.map((listed) => rowOf(listed, view));
    const said = SAY.blocks.said[query.get('said') ?? ''] ?? null;
    return pageAnswer(view, blocksPage(view, { isLive, rows, next: page.next, said }));
  }

  async add({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayBlock(view);
    if (!visitor.can.seeAddresses) throw new ConsoleRefusal(403, SAY.start.networkNotAllowed);
    await this.blocks.add({
      ...termsOf({ view, request: { form } }),
      range: form.text('range'),
      staffIp: visitor.ip,
      force: form.text('force') === 'yes',
    });
    return see('../blocks?said=added');
  }

  async lift({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayBlock(view);
    await this.blocks.lift(form.text('block'), { staffId: visitor.staffId, reason: form.text('reason') });
    return see('../blocks?said=lifted');
  }

  /** Blocks the networks of a user, which the visitor need not see. */
  async addForUser({ view, request: { form } }: Ask): Promise<Answer> {
    const { visitor } = mayBlock(view);
    const terms = termsOf({ view, request: { form } });
    const { added, leftOut } = await this.blocks.addForUser(form.text('user'), terms);
    const data = {
      added: added.length,
      leftOut: leftOut.map(({ network, why }) => ({
        network: visitor.can.seeAddresses ? network : null,
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

function termsOf({
  view,
  request: { form },
}: {
  view: View;
  request: Pick<Ask['request'], 'form'>;
}): BlockTerms {
  const days = form.text('days');
  if (!Object.hasOwn(SAY.blocks.durations, days)) {
    throw new ConsoleRefusal(400, SAY.refusal.codes['INVALID_TIME'] ?? '');
  }
  return {
    // What is no effect is refused by whoever makes the block.
    effect: form.text('effect') as BlockEffect,
    reason: form.text('reason'),
    message: form.text('message') || null,
    expiresAt: days === 'never' ? null : new Date(view.now.getTime() + Number(days) * DAY_MS),
    staffId: view.visitor.staffId,
  };
}

/** The range of a block that stands for a user is shown after a lookup only. */
function rowOf({ block, isOfUser }: ListedBlock, { visitor }: View): BlockRow {
  const { range, ...rest } = block;
  if (isOfUser) return { ...rest, range: SAY.blocks.fromUser };
  return { ...rest, range: visitor.can.seeAddresses && range !== '' ? range : null };
}
