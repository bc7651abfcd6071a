import { type Command, Option } from 'commander';
import { byOf, type ByOptions } from './by.js';
import type { CommandContext } from './command-context.js';
import { EXIT_CODE, type ExitCode } from './exit-code.js';
import { byOptions, dataSourceOption } from './option-values.js';
import { EXPORT_FORMATS, type ExportFormat } from './personal-records.js';
import { siteOptions } from './site-options.js';

interface ExportOptions extends ByOptions {
  readonly dataSource: string;
  readonly format: ExportFormat;
}

const HELP = `
Prints what is kept about one person: their entries, the lookups that named them (when and why, never by whom), and
the addresses in the application's own columns. Nothing older than the store time is shown. The export is itself
logged as a lookup.

  audit-trail export 4711 -d dist/data-source.js --format csv > 4711.csv

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** Hands over what is kept about a person. */
export function exportCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .argument('<user>', 'the id under which the user is recorded')
    .description('Print what is kept about a person, as JSON or CSV.')
    .addOption(dataSourceOption())
    .addOption(
      new Option('--format <format>', 'json: an array of records; csv: one line each')
        .choices(Object.keys(EXPORT_FORMATS))
        .default('json'),
    );
  for (const option of byOptions()) command.addOption(option);
  command
    .addHelpText('after', HELP)
    .action(async (user: string, options: ExportOptions) =>
      context.finish(await exportUser(user, options, context)),
    );
}

async function exportUser(user: string, options: ExportOptions, context: CommandContext): Promise<ExitCode> {
  const by = byOf(options);
  const { PersonalDataService, withSite } = await import('./site-services.js');
  return withSite(options.dataSource, context.terminal, siteOptions, async ({ services, signal }) => {
    const records = services.get(PersonalDataService).export(user, by);
    let written = 0;
    for await (const text of EXPORT_FORMATS[options.format](records)) {
      signal.throwIfAborted();
      await context.terminal.write(text);
      context.terminal.progress.show('records', ++written, null);
    }
    context.terminal.progress.clear();
    return EXIT_CODE.done;
  });
}
