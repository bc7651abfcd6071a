import { CommandError, EXIT_CODE } from './exit-code.js';
import { ProgressLine } from './progress-line.js';

/** Where a command speaks: results go to one stream, all that is said about them to the other. */
export class Terminal {
  readonly progress: ProgressLine;
  private isUnread = false;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly err: NodeJS.WriteStream,
  ) {
    this.progress = new ProgressLine(err);
    // Who reads through a pipe may have seen enough, as `head` has.
    out.on('error', () => {
      this.isUnread = true;
    });
  }

  say(line: string): void {
    this.progress.clear();
    this.out.write(`${line}\n`);
  }

  warn(line: string): void {
    this.progress.clear();
    this.err.write(`${line}\n`);
  }

  /**
   * For output of any length: resolves when more may be written.
   *
   * @throws CommandError where nobody reads it any more
   */
  async write(text: string): Promise<void> {
    if (this.isUnread) throw new CommandError(EXIT_CODE.failed, 'Nobody reads the output any more; stopped.');
    if (this.out.write(text)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.out.off('drain', done).off('error', done);
        resolve();
      };
      this.out.on('drain', done).on('error', done);
    });
  }
}
