import { type Command, Option } from 'commander';
import type { CommandContext } from './command-context.js';
import { EXIT_CODE } from './exit-code.js';
import { INIT_DATABASES, type InitDatabase, initGuide } from './init-guide.js';

const LAST = `Behind a proxy, tell the HTTP server which one it may believe: app.set('trust proxy', 1) in Express.
A route to try it with, and what you will see: docs/quick-start.md, beside the README in the repository.`;

const HELP = `
Changes nothing: it prints commands and code to copy. Any database that the package knows:

  audit-trail init
  audit-trail init --database mariadb`;

/** Prints what a new application needs. */
export function initCommand(program: Command, context: CommandContext): void {
  program
    .command('init')
    .description(
      'Print what an application needs to use the audit trail: packages, data source, module, decorator.',
    )
    .addOption(
      new Option('--database <type>', "TypeORM's name of the database")
        .choices([...INIT_DATABASES])
        .default('postgres'),
    )
    .addHelpText('after', HELP)
    .action(({ database }: { database: InitDatabase }) => {
      for (const [i, { title, code }] of initGuide(database).entries()) {
        context.terminal.say(`${i + 1}. ${title}\n\n${indented(code)}\n`);
      }
      context.terminal.say(LAST);
      context.finish(EXIT_CODE.done);
    });
}

function indented(code: string): string {
  return code.replaceAll(/^(?=.)/gm, '   ');
}
