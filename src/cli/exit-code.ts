/** How the command ends, for cron and scripts. */
export const EXIT_CODE = {
  done: 0,
  /** Nothing or not all of it was done. */
  failed: 1,
  /** What was asked makes no sense; nothing was done. */
  usage: 2,
  /** Another process is at it. */
  busy: 3,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** Ends the command with one sentence and without a stack. */
export class CommandError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}
