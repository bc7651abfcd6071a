import { execFile, type ExecFileException, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from '../../support/databases.js';
import type { Compiled } from '../../faults/compiled.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type On = Pick<TestDatabase, 'options'>;

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
  const given = words.length === 0 || words.includes('--help') || words.includes('-d') ? [] : ['-d', file];
  return [main, ...words, ...given];
}

const envOf = ({ options }: On) => ({
  ...process.env,
  NODE_OPTIONS: '',
  CONNECTION: JSON.stringify(options),
});
