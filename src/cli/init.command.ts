import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { CommandContext } from './command-context.js';
import { EXIT_CODE } from './exit-code.js';
import { INIT_DATABASES, type InitDatabase, initGuide } from './init-guide.js';

const FIRST =
  'No routes or guards of your own yet? node_modules/nest-audit-trail/docs/quick-start.md has some to try it with, and what you will see.';
const LAST =
  "Behind a proxy, tell the HTTP server which one it may believe: app.set('trust proxy', 1) in Express.";

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
      const others = INIT_DATABASES.filter((one) => one !== database).join(' or ');
      context.terminal.say(`For ${database}; for another database: --database ${others}.\n${FIRST}\n`);
      for (const [i, { title, code }] of initGuide(database, isEsmApplication()).entries()) {
        context.terminal.say(`${i + 1}. ${title}\n\n${indented(code)}\n`);
      }
      context.terminal.say(LAST);
      context.finish(EXIT_CODE.done);
    });
}

/** Whether the application in this folder is made of ES modules, as far as its package.json says. */
function isEsmApplication(): boolean {
  try {
    return (JSON.parse(readFileSync('package.json', 'utf8')) as { type?: unknown }).type === 'module';
  } catch {
    return true;
  }
}

function indented(code: string): string {
  return code.replaceAll(/^(?=.)/gm, '   ');
}
