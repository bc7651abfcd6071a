import { Command, CommanderError } from 'commander';
import { AuditTrailError } from '../audit-trail.error.js';
import { blocksCommand } from './blocks/blocks.command.js';
import { deleteOldIpsCommand } from './delete-old-ips.command.js';
import { eraseCommand } from './erase.command.js';
import { CommandError, EXIT_CODE, type ExitCode } from './exit-code.js';
import { exportCommand } from './export.command.js';
import { initCommand } from './init.command.js';
import { sweepUsersCommand } from './sweep-users.command.js';
import { Terminal } from './terminal.js';

const DESCRIPTION =
  'Delete, export and erase what the audit trail keeps, and block addresses, from cron or by hand. Each command says more with --help.';

/** Runs the command and answers its exit code; what goes wrong is one sentence, never a stack. */
export async function runCommandLine(
  words: readonly string[],
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
): Promise<ExitCode> {
  const terminal = new Terminal(stdout, stderr);
  let exitCode: ExitCode = EXIT_CODE.done;
  const context = { terminal, finish: (code: ExitCode) => void (exitCode = code) };
  const program = new Command('audit-trail')
    .description(DESCRIPTION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  for (const add of [
    initCommand,
    deleteOldIpsCommand,
    exportCommand,
    eraseCommand,
    sweepUsersCommand,
    blocksCommand,
  ])
    add(program, context);
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    // Help and version come as errors too; commander has written them, or what was wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.done : EXIT_CODE.usage;
    terminal.warn(sentenceOf(error));
    return error instanceof CommandError ? error.exitCode : EXIT_CODE.failed;
  }
  return exitCode;
}

function sentenceOf(error: unknown): string {
  if (error instanceof CommandError || error instanceof AuditTrailError) return error.message;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return `It failed: ${typeof code === 'string' ? code : String(name)}.`;
}
