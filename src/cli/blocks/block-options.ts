import { type Command, Option } from 'commander';
import type { BlockEffect } from '../../blocking/block-rule.js';
import { CommandError, EXIT_CODE } from '../exit-code.js';
import { wholeNumberOption } from '../option-values.js';

const DAY_MS = 86_400_000;

/** Who acts and why, which a block is never made or lifted without. */
export interface StaffOptions {
  readonly staff: string;
  readonly reason: string;
}

/** What a new block is like. */
export interface TermOptions extends StaffOptions {
  readonly effect?: BlockEffect;
  readonly message?: string;
  readonly days?: number;
  readonly forever?: boolean;
  readonly force?: boolean;
}

export function addStaffOptions(command: Command): Command {
  return command
    .addOption(new Option('--staff <id>', 'who does it').makeOptionMandatory())
    .addOption(new Option('--reason <text>', 'why, for staff only').makeOptionMandatory());
}

export function addTermOptions(command: Command): Command {
  return addStaffOptions(command)
    .addOption(effectOption())
    .option('--message <text>', 'what a client that is refused is told')
    .addOption(wholeNumberOption('--days <days>', 'how long it lasts (default: 30)', 1, 36_500))
    .option('--forever', 'without an end')
    .option('--force', 'although it is wide, private or a translator; never over neverBlock');
}

export function effectOption(): Option {
  return new Option('--effect <effect>', 'what it does').choices(['deny', 'deny-sign-up', 'allow']);
}

/** @throws CommandError where the end is given twice */
export function termsOf({ staff, reason, effect, message, days, forever, force }: TermOptions) {
  if (days !== undefined && forever) {
    throw new CommandError(EXIT_CODE.usage, 'Give --days or --forever, not both.');
  }
  const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * DAY_MS);
  return { staffId: staff, reason, effect, message, force, expiresAt: forever ? null : expiresAt };
}
