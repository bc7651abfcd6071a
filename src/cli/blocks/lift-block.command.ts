import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { CommandError, EXIT_CODE, type ExitCode } from '../exit-code.js';
import { dataSourceOption } from '../option-values.js';
import { siteOptions } from '../site-options.js';
import { addStaffOptions, type StaffOptions } from './block-options.js';

interface LiftOptions extends StaffOptions {
  readonly dataSource: string;
  readonly import?: string;
}

const HELP = `
  audit-trail blocks lift 01a20802-4be7-7000-8000-000000000000 --staff 17 --reason "Talked to them" -d dist/data-source.js
  audit-trail blocks lift --import 6f1c... --staff 17 --reason "The list was wrong" -d dist/data-source.js

Exit codes: 0 done, 1 there is none in force, or it failed, 2 wrong usage.`;

/** Ends one block, or all of an import. */
export function liftBlockCommand(blocks: Command, context: CommandContext): void {
  const command = blocks
    .command('lift')
    .argument('[id]', 'the id of a block')
    .description('End a block, or all blocks of an import.')
    .addOption(dataSourceOption())
    .option('--import <id>', 'the id of an import, all of whose blocks are to end');
  addStaffOptions(command)
    .addHelpText('after', HELP)
    .action(async (id: string | undefined, options: LiftOptions) =>
      context.finish(await liftBlock(id, options, context)),
    );
}

async function liftBlock(
  id: string | undefined,
  { dataSource, import: importId, staff, reason }: LiftOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const what = id ?? (importId === undefined ? undefined : { importId });
  if (what === undefined || (id !== undefined && importId !== undefined)) {
    throw new CommandError(EXIT_CODE.usage, 'Give the id of a block, or --import; one of the two.');
  }
  const { IpBlocksService, withSite } = await import('../site-services.js');
  return withSite(dataSource, terminal, siteOptions, async ({ services }) => {
    await services.get(IpBlocksService).lift(what, { staffId: staff, reason });
    terminal.say(id === undefined ? 'The blocks of the import are lifted.' : 'The block is lifted.');
    return EXIT_CODE.done;
  });
}
