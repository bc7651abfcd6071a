import type { Command } from 'commander';
import type { SweepReport } from '../privacy/user-sweep.js';
import type { CommandContext } from './command-context.js';
import { EXIT_CODE, type ExitCode } from './exit-code.js';
import { dataSourceOption } from './option-values.js';
import { siteOptions } from './site-options.js';

interface SweepUsersOptions {
  readonly dataSource: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const HELP = `
Finds the users of the trail who are no longer in the application's user table (its option userEntity) and, with
--yes, deletes their entries. Pruning does it by itself; it stops, and says so, where more than 1 % of the users (and
more than 20) would go, since a wrong id mapping must not delete the trail. Look at the counts first:

  audit-trail sweep-users -d dist/data-source.js
  audit-trail sweep-users -d dist/data-source.js --yes

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** Deletes the entries of users who are gone, however many they are. */
export function sweepUsersCommand(program: Command, context: CommandContext): void {
  program
    .command('sweep-users')
    .description('Delete the entries of users who are no longer in the user table.')
    .addOption(dataSourceOption())
    .option('--yes', 'delete them; without it they are only counted')
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', HELP)
    .action(async (options: SweepUsersOptions) => context.finish(await sweepUsers(options, context)));
}

async function sweepUsers(options: SweepUsersOptions, { terminal }: CommandContext): Promise<ExitCode> {
  const { yes = false, json } = options;
  const { UserSweep, withSite } = await import('./site-services.js');
  return withSite(options.dataSource, terminal, siteOptions, async ({ services, signal }) => {
    const report = await services.get(UserSweep).sweepUsers({ yes, signal });
    terminal.say(json ? JSON.stringify(report) : sentenceOf(report, yes));
    return EXIT_CODE.done;
  });
}

function sentenceOf({ users, gone, entries, deleted, needsYes }: SweepReport, yes: boolean): string {
  const count = (n: number) => n.toLocaleString('en');
  const found = `${count(gone)} of ${count(users)} users are gone, with ${count(entries)} entries.`;
  if (yes) return `${found} ${count(deleted)} entries have been deleted.`;
  if (gone === 0) return found;
  return needsYes
    ? `${found} Pruning leaves them alone, since they are so many. Say --yes if they are right.`
    : `${found} The next pruning run deletes them; --yes does it now.`;
}
