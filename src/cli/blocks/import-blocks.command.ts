import type { Command } from 'commander';
import type { BlockImport } from '../../blocking/block-import.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { dataSourceOption } from '../option-values.js';
import { siteOptions } from '../site-options.js';
import type { Terminal } from '../terminal.js';
import { addTermOptions, termsOf, type TermOptions } from './block-options.js';
import { linesOfFile, openList } from './lines-of-file.js';

interface ImportOptions extends TermOptions {
  readonly dataSource: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const SHOWN_REFUSALS = 20;
const HELP = `
A line of the list is an address, a range in CIDR notation, first-last, or IPv4 with * (203.0.113.*); # and ; begin
comments; - reads standard input. All of the list is written at once, or nothing where it fails. Look first:

  audit-trail blocks import drop.txt --dry-run --staff 17 --reason "A list of botnets" -d dist/data-source.js

Exit codes: 0 every line was taken, 1 lines were refused or it failed, 2 wrong usage.`;

/** Blocks what a list names. */
export function importBlocksCommand(blocks: Command, context: CommandContext): void {
  const command = blocks
    .command('import')
    .argument('<file>', 'the list, or - for standard input')
    .description('Block what a list names.')
    .addOption(dataSourceOption())
    .option('--dry-run', 'read and check the list, and write nothing')
    .option('--json', 'print the result as JSON');
  addTermOptions(command)
    .addHelpText('after', HELP)
    .action(async (file: string, options: ImportOptions) =>
      context.finish(await importBlocks(file, options, context)),
    );
}

async function importBlocks(
  file: string,
  options: ImportOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const terms = termsOf(options);
  const list = await openList(file);
  const { dryRun = false, json = false } = options;
  const { IpBlocksService, withSite } = await import('../site-services.js');
  return withSite(options.dataSource, terminal, siteOptions, async ({ services, signal }) => {
    const lines = linesOfFile(list, signal, (done, expected) =>
      terminal.progress.show('bytes', done, expected),
    );
    const result = await services.get(IpBlocksService).import(lines, { ...terms, dryRun });
    terminal.progress.clear();
    if (json) terminal.say(JSON.stringify(result));
    else say(result, dryRun, terminal);
    return result.refused.length > 0 ? EXIT_CODE.failed : EXIT_CODE.done;
  });
}

function say(
  { importId, added, duplicate, blocks, refused }: BlockImport,
  dryRun: boolean,
  terminal: Terminal,
): void {
  const count = (n: number) => n.toLocaleString('en');
  terminal.say(
    `${count(added)} lines ${dryRun ? 'would be' : 'are'} blocked by ${count(blocks)} blocks, ${count(duplicate)} would change nothing, ${count(refused.length)} ${dryRun ? 'would be' : 'were'} refused.`,
  );
  if (importId !== '') terminal.say(`To undo it: audit-trail blocks lift --import ${importId}`);
  for (const { line, text, code } of refused.slice(0, SHOWN_REFUSALS))
    terminal.warn(`  line ${line}: ${code}: ${text}`);
  if (refused.length > SHOWN_REFUSALS)
    terminal.warn(`  and ${count(refused.length - SHOWN_REFUSALS)} more; --json lists all.`);
}
