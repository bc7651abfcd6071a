import { type ChildProcess, execFile, type ExecFileException, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from '../../support/databases.js';
import type { Compiled } from '../../faults/compiled.js';
import { addCounts } from '../../support/instrumented.js';
import type { AskedCommand } from '../../faults/processes/command-line.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type On = Pick<TestDatabase, 'options'>;

/** Runs commands one after the other in a process that stays, with the data source of the test where `-d` is not given. */
export class CommandProcess {
  private readonly child: ChildProcess;
  private readonly died: Promise<never>;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(compiled: Compiled) {
    const env = { ...process.env, NODE_OPTIONS: '' };
    this.child = fork(compiled.process('command-line'), [], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.died = once(this.child, 'exit').then(([code]) => {
      throw new Error(`The process of the commands ended with ${code}.`);
    });
    this.died.catch(() => undefined);
  }

  run({ options }: On, ...words: string[]): Promise<Ended> {
    const ended = this.turn.then(() =>
      this.ask<Ended>({ words, connection: JSON.stringify(options), namesFile: namesFile(words) }),
    );
    this.turn = ended.catch(() => undefined);
    return ended;
  }

  async stop(): Promise<void> {
    if (process.env['TEST_COVERAGE'] === '1') {
      const { counts } = await this.ask<{ counts: Record<string, object> }>('counts');
      addCounts(counts);
    }
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    await exit;
  }

  private async ask<Answer>(asked: AskedCommand | 'counts'): Promise<Answer> {
    const answered = once(this.child, 'message');
    this.child.send(asked);
    const [answer] = (await Promise.race([answered, this.died])) as [Answer];
    return answer;
  }
}

/** Runs the command as a process of its own, with the data source of the test where `-d` is not given. */
export function runCommand(compiled: Compiled, database: On, ...words: string[]): Promise<Ended> {
  return runWithInput(compiled, database, '', ...words);
}

/** As `runCommand`, with this on its standard input. */
export function runWithInput(
  compiled: Compiled,
  database: On,
  input: string,
  ...words: string[]
): Promise<Ended> {
  return new Promise((resolve) => {
    const ended = (error: ExecFileException | null, out: string, err: string): void =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err });
    const child = execFile(process.execPath, wordsOf(compiled, words), { env: envOf(database) }, ended);
    child.stdin?.end(input);
  });
}

/** As `runCommand`, into a pipe that nobody reads. */
export async function runUnread(
  compiled: Compiled,
  database: On,
  ...words: string[]
): Promise<Omit<Ended, 'out'>> {
  const child = spawn(process.execPath, wordsOf(compiled, words), { env: envOf(database) });
  child.stdout.destroy();
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, err };
}

function wordsOf(compiled: Compiled, words: readonly string[]): string[] {
  const main = fileURLToPath(compiled.file('src/cli/main.js'));
  const file = fileURLToPath(compiled.process('data-source'));
  return [main, ...words, ...(namesFile(words) ? [] : ['-d', file])];
}

/** Whether no data source file is to be named for these words. */
const namesFile = (words: readonly string[]) =>
  words.length === 0 || words.includes('--help') || words.includes('-d');

const envOf = ({ options }: On) => ({
  ...process.env,
  NODE_OPTIONS: '',
  CONNECTION: JSON.stringify(options),
});
