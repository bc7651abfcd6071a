import type { PruneReport } from '../retention/prune-report.js';
import { printCounts } from './counts-text.js';
import type { Terminal } from './terminal.js';

/** Says in Misago's words what a run did, then the counts; what went wrong goes to the other stream. */
export function printPruneReport(
  report: PruneReport,
  storeDays: number | 'forever',
  terminal: Terminal,
): void {
  const { skipped, deleted, remaining, errors } = report;
  if (skipped !== undefined && skipped !== 'disabled') terminal.warn(SKIPPED[skipped]);
  else terminal.say(headline(report, storeDays));
  printCounts(remaining > 0 ? { ...deleted, 'still there': remaining } : deleted, terminal);
  for (const { source, message } of errors) terminal.warn(`${source}: ${message}`);
}

const SKIPPED = {
  'another-process': 'Another process is deleting old IP addresses; nothing was done here.',
  'lease-lost': 'Another process has taken over; what was not deleted yet is left to it.',
  clock:
    "Nothing was deleted: this machine's clock and the database's differ, or the clock stands before the last run. Set the clock; the line above says by how much.",
} as const;

function headline({ dryRun, errors, remaining }: PruneReport, storeDays: number | 'forever'): string {
  if (storeDays === 'forever') return 'Old IP removal is disabled.';
  const what = `IP addresses older than ${storeDays} ${storeDays === 1 ? 'day' : 'days'}`;
  if (dryRun) return `${what} would be removed.`;
  return errors.length > 0 || remaining > 0
    ? `${what} have been removed in part.`
    : `${what} have been removed.`;
}
