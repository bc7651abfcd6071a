import type { Command } from 'commander';
import type { BlockEffect } from '../../blocking/block-rule.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { dataSourceOption } from '../option-values.js';
import { siteOptions } from '../site-options.js';
import { blockLine } from './block-line.js';
import { effectOption } from './block-options.js';

interface ListOptions {
  readonly dataSource: string;
  readonly range?: string;
  readonly effect?: BlockEffect;
  readonly ended?: boolean;
  readonly json?: boolean;
}

const PAGE = 500;
const HELP = `
Newest first. --json prints one block a line, with its reason and who made it.

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** Prints blocks. */
export function listBlocksCommand(blocks: Command, context: CommandContext): void {
  blocks
    .command('list')
    .description('Print the blocks that are in force.')
    .addOption(dataSourceOption())
    .option('--range <range>', 'those that overlap this range')
    .addOption(effectOption())
    .option('--ended', 'those that have ended instead')
    .option('--json', 'print them as JSON, one a line')
    .addHelpText('after', HELP)
    .action(async (options: ListOptions) => context.finish(await listBlocks(options, context)));
}

async function listBlocks(
  { dataSource, range, effect, ended = false, json = false }: ListOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const { IpBlocksService, withSite } = await import('../site-services.js');
  return withSite(dataSource, terminal, siteOptions, async ({ services, signal }) => {
    const filter = { range, effect, live: !ended, limit: PAGE };
    let after: string | undefined;
    let count = 0;
    do {
      signal.throwIfAborted();
      const { items, next } = await services.get(IpBlocksService).list({ ...filter, after });
      for (const block of items) await terminal.write(`${json ? JSON.stringify(block) : blockLine(block)}\n`);
      count += items.length;
      after = next ?? undefined;
    } while (after !== undefined);
    if (count === 0 && !json) terminal.say(ended ? 'No block has ended.' : 'There are no blocks.');
    return EXIT_CODE.done;
  });
}
