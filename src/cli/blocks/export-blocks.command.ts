import { type Command, Option } from 'commander';
import { BLOCK_LIST_FORMATS, type BlockListFormat } from '../../blocking/write-block-list.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { dataSourceOption } from '../option-values.js';
import { siteOptions } from '../site-options.js';

interface ExportOptions {
  readonly dataSource: string;
  readonly format: BlockListFormat;
}

const HELP = `
plain: the denied ranges, one a line, and what a plain list cannot say in comments. nginx: lines for its access
module. json: an array with all that is known of each block.

  audit-trail blocks export --format nginx -d dist/data-source.js > blocks.conf

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** Prints the blocks in force as a list for other programs. */
export function exportBlocksCommand(blocks: Command, context: CommandContext): void {
  blocks
    .command('export')
    .description('Print the blocks that are in force for other programs.')
    .addOption(dataSourceOption())
    .addOption(new Option('--format <format>', 'how').choices(BLOCK_LIST_FORMATS).default('plain'))
    .addHelpText('after', HELP)
    .action(async (options: ExportOptions) => context.finish(await exportBlocks(options, context)));
}

async function exportBlocks(
  { dataSource, format }: ExportOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const { IpBlocksService, withSite } = await import('../site-services.js');
  return withSite(dataSource, terminal, siteOptions, async ({ services, signal }) => {
    let lines = 0;
    for await (const text of services.get(IpBlocksService).export(format)) {
      signal.throwIfAborted();
      await terminal.write(text);
      terminal.progress.show('lines', ++lines, null);
    }
    terminal.progress.clear();
    return EXIT_CODE.done;
  });
}
