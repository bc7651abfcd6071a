import { copyFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../../src/cli/command-line.js';

/** A command to run, with the connection of its data source where the words name no file. */
export interface AskedCommand {
  readonly words: readonly string[];
  readonly connection: string;
  readonly namesFile: boolean;
}

let turn: Promise<void> = Promise.resolve();
let runs = 0;

process.on('message', (asked: AskedCommand | 'counts') => {
  turn = turn.then(() => (asked === 'counts' ? sayCounts() : run(asked)));
});

/** Which branches the commands took, where they are counted. */
function sayCounts(): void {
  const { __coverage__: counts } = globalThis as { __coverage__?: Record<string, object> };
  process.send?.({ counts: counts ?? {} });
}

/** As `main.ts` does, in a process that stays: Node.js, Nest and TypeORM take a second or two to load. */
async function run({ words, connection, namesFile }: AskedCommand): Promise<void> {
  process.env['CONNECTION'] = connection;
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const printed = Promise.all([text(stdout), text(stderr)]);
  const streams = { stdout, stderr } as unknown as Pick<NodeJS.Process, 'stdout' | 'stderr'>;
  const code = await runCommandLine(namesFile ? words : [...words, '-d', dataSourceFile()], streams);
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  process.send?.({ code, out, err });
}

/** A file of its own for each command, since a module is loaded once. */
function dataSourceFile(): string {
  const copy = new URL(`./data-source-${process.pid}-${++runs}.js`, import.meta.url);
  copyFileSync(new URL('./data-source.js', import.meta.url), copy);
  return fileURLToPath(copy);
}
