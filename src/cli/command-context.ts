import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Says how the command ends. */
  finish(exitCode: ExitCode): void;
}
