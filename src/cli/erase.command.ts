import type { Command } from 'commander';
import { byOf, type ByOptions } from './by.js';
import type { CommandContext } from './command-context.js';
import { printCounts } from './counts-text.js';
import { CommandError, EXIT_CODE, type ExitCode } from './exit-code.js';
import { byOptions, dataSourceOption } from './option-values.js';
import { siteOptions } from './site-options.js';

interface EraseOptions extends ByOptions {
  readonly dataSource: string;
  readonly yes?: boolean;
  readonly replay?: boolean;
  readonly json?: boolean;
}

const HELP = `
Erases a person from the trail: their entries, and what lookups and the entries of others say of them. It cannot be
undone, so it wants --yes. It can be repeated, and goes on where it was interrupted.

  audit-trail erase 4711 --yes -d dist/data-source.js

After a backup was restored, repeat the erasures of the last 30 days, which the backup may have brought back:

  audit-trail erase --replay --yes -d dist/data-source.js

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** Erases one person, or once more those who were erased in the last 30 days. */
export function eraseCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('erase')
    .argument('[user]', 'the id under which the user is recorded')
    .description('Erase a person from the trail.')
    .addOption(dataSourceOption())
    .option('--replay', 'repeat the erasures of the last 30 days')
    .option('--yes', 'erase; without it nothing is done')
    .option('--json', 'print the counts as JSON');
  for (const option of byOptions()) command.addOption(option);
  command
    .addHelpText('after', HELP)
    .action(async (user: string | undefined, options: EraseOptions) =>
      context.finish(await erase(user, options, context)),
    );
}

async function erase(
  user: string | undefined,
  options: EraseOptions,
  context: CommandContext,
): Promise<ExitCode> {
  if ((user === undefined) !== Boolean(options.replay)) {
    throw new CommandError(EXIT_CODE.usage, 'Give the id of a user, or --replay; one of the two.');
  }
  if (!options.yes) {
    throw new CommandError(EXIT_CODE.usage, 'This cannot be undone. Say --yes to erase; nothing was done.');
  }
  const by = byOf(options);
  const { ErasedUsers, PersonalDataService, withSite } = await import('./site-services.js');
  return withSite(options.dataSource, context.terminal, siteOptions, async ({ services, signal }) => {
    const deleted =
      user === undefined
        ? await services.get(ErasedUsers).replay(signal)
        : (await services.get(PersonalDataService).erase(user, by)).deleted;
    if (options.json) context.terminal.say(JSON.stringify({ deleted }));
    else {
      context.terminal.say(
        user === undefined
          ? 'The erasures of the last 30 days have been repeated.'
          : 'The user has been erased.',
      );
      printCounts(deleted, context.terminal);
    }
    return EXIT_CODE.done;
  });
}
