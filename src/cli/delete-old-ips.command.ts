import type { Command } from 'commander';
import type { AuditTrailOptions } from '../options/audit-trail-options.js';
import type { PruneReport } from '../retention/prune-report.js';
import type { Site } from '../settings/site-settings.js';
import type { CommandContext } from './command-context.js';
import { CommandError, EXIT_CODE, type ExitCode } from './exit-code.js';
import { dataSourceOption, wholeNumberOption } from './option-values.js';
import { printPruneReport } from './prune-report-text.js';
import { siteOptions } from './site-options.js';

interface DeleteOldIpsOptions {
  readonly dataSource: string;
  readonly storeDays?: number;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly batchSize?: number;
  readonly pauseMs?: number;
  readonly json?: boolean;
}

const HELP = `
How long addresses are kept is what the application wrote into the database when it started last: this command has no
default of its own. Run it from cron where no process of the application prunes:

  17 3 * * *  cd /srv/forum && npx audit-trail delete-old-ips -d dist/data-source.js

Look first at what would go:

  audit-trail delete-old-ips -d dist/data-source.js --dry-run

Exit codes: 0 done, 1 failed or partly failed, 2 wrong usage, 3 another process is pruning.`;

/** Deletes what is older than the store time; known as `removeoldips` to those who come from Misago. */
export function deleteOldIpsCommand(program: Command, context: CommandContext): void {
  program
    .command('delete-old-ips')
    .alias('removeoldips')
    .description('Delete IP addresses that are older than the store time.')
    .addOption(dataSourceOption())
    .addOption(wholeNumberOption('--store-days <days>', 'keep addresses so many days instead', 1, 3650))
    .option('--yes', 'agree to a --store-days that is shorter than what the application keeps')
    .option('--dry-run', 'count what is older, and delete nothing')
    .option('--force', 'delete although the clock stands before the last run (SQLite)')
    .addOption(wholeNumberOption('--batch-size <rows>', 'rows in one transaction', 1, 100_000))
    .addOption(wholeNumberOption('--pause-ms <ms>', 'milliseconds between two transactions', 0, 60_000))
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action(async (options: DeleteOldIpsOptions) => context.finish(await deleteOldIps(options, context)));
}

async function deleteOldIps(options: DeleteOldIpsOptions, { terminal }: CommandContext): Promise<ExitCode> {
  const { dryRun, force, json } = options;
  const wanted = (site: Site | null) => pruneOptions(site, options);
  const { IpRetentionService, withSite } = await import('./site-services.js');
  return withSite(options.dataSource, terminal, wanted, async ({ services, site, signal }) => {
    const report = await services.get(IpRetentionService).prune({
      dryRun,
      force,
      signal,
      onProgress: ({ source, deleted, expected }) => terminal.progress.show(source, deleted, expected),
    });
    const storeDays = wanted(site).ipStoreDays ?? 'forever';
    const notSeen = site?.sources ?? [];
    if (json) {
      terminal.say(JSON.stringify({ storeDays, ...report, notSeen }));
      return exitCodeOf(report);
    }
    printPruneReport(report, storeDays, terminal);
    if (notSeen.length > 0) {
      terminal.warn(`Only the application itself can prune what it registered: ${notSeen.join(', ')}.`);
    }
    return exitCodeOf(report);
  });
}

function pruneOptions(
  site: Site | null,
  { storeDays, yes, batchSize, pauseMs }: DeleteOldIpsOptions,
): AuditTrailOptions {
  const prune = { batchSize, pauseMs };
  if (storeDays === undefined) return { ...siteOptions(site), prune };
  if (site === null) return { ipStoreDays: storeDays, prune };
  const announced = siteOptions(site);
  const kept = announced.ipStoreDays;
  if (!yes && (kept === 'forever' || kept === undefined || storeDays < kept)) {
    throw new CommandError(
      EXIT_CODE.usage,
      `--store-days ${storeDays} is shorter than what the application keeps (${kept === 'forever' ? 'for ever' : `${kept} days`}). Say --yes to delete the difference.`,
    );
  }
  const keepEntries =
    announced.keepEntries && announced.keepEntries.days > storeDays ? announced.keepEntries : false;
  return { ...announced, ipStoreDays: storeDays, keepEntries, prune };
}

function exitCodeOf({ skipped, errors, remaining, dryRun }: PruneReport): ExitCode {
  if (skipped === 'another-process' || skipped === 'lease-lost') return EXIT_CODE.busy;
  const isPart = errors.length > 0 || (remaining > 0 && !dryRun);
  return skipped === 'clock' || isPart ? EXIT_CODE.failed : EXIT_CODE.done;
}
