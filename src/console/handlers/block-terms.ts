import type { BlockEffect } from '../../blocking/block-rule.js';
import { ConsoleRefusal } from '../console-refusal.js';
import type { Form } from '../http/form.js';
import type { View } from '../pages/view.js';
import { SAY } from '../sentences.js';

const DAY_MS = 86_400_000;

/** What the form of a block says of it. */
export interface FormTerms {
  readonly effect: BlockEffect;
  readonly reason: string;
  readonly message: string | null;
  readonly expiresAt: Date | null;
  readonly staffId: string;
}

/** The fields of a block's form, but for its range. */
export function blockTerms({ visitor, now }: View, form: Form): FormTerms {
  const days = form.text('days');
  if (!Object.hasOwn(SAY.blocks.durations, days)) {
    throw new ConsoleRefusal(400, SAY.refusal.codes['INVALID_TIME'] ?? '');
  }
  return {
    // What is no effect is refused by whoever makes the block.
    effect: form.text('effect') as BlockEffect,
    reason: form.text('reason'),
    message: form.text('message') || null,
    expiresAt: days === 'never' ? null : new Date(now.getTime() + Number(days) * DAY_MS),
    staffId: visitor.staffId,
  };
}
