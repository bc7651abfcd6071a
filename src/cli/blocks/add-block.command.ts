import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { dataSourceOption } from '../option-values.js';
import { siteOptions } from '../site-options.js';
import { blockLine } from './block-line.js';
import { addTermOptions, termsOf, type TermOptions } from './block-options.js';

interface AddOptions extends TermOptions {
  readonly dataSource: string;
  readonly json?: boolean;
}

const HELP = `
  audit-trail blocks add 203.0.113.0/24 --days 7 --staff 17 --reason "Spam in thread 4711" -d dist/data-source.js

Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;

/** Makes one block. */
export function addBlockCommand(blocks: Command, context: CommandContext): void {
  const command = blocks
    .command('add')
    .argument('<range>', 'an address, or a range in CIDR notation')
    .description('Block a range, or let it through.')
    .addOption(dataSourceOption());
  addTermOptions(command)
    .option('--json', 'print the block as JSON')
    .addHelpText('after', HELP)
    .action(async (range: string, options: AddOptions) =>
      context.finish(await addBlock(range, options, context)),
    );
}

async function addBlock(range: string, options: AddOptions, { terminal }: CommandContext): Promise<ExitCode> {
  const terms = termsOf(options);
  const { IpBlocksService, withSite } = await import('../site-services.js');
  return withSite(options.dataSource, terminal, siteOptions, async ({ services }) => {
    const block = await services.get(IpBlocksService).add({ ...terms, range });
    terminal.say(options.json ? JSON.stringify(block) : blockLine(block));
    return EXIT_CODE.done;
  });
}
