import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CommandError, EXIT_CODE } from '../exit-code.js';

/** A list that can be read, and how long it is. */
export interface OpenList {
  readonly input: Readable;
  /** In bytes; `null`: nobody knows. */
  readonly bytes: number | null;
}

/** @throws CommandError where there is no such file */
export async function openList(file: string): Promise<OpenList> {
  if (file === '-') return { input: process.stdin, bytes: null };
  try {
    const handle = await open(file);
    const { size } = await handle.stat();
    return { input: handle.createReadStream(), bytes: size };
  } catch (error) {
    const { code } = error as { code?: string };
    throw new CommandError(
      EXIT_CODE.usage,
      `The list ${file} cannot be read (${code ?? 'no reason given'}).`,
    );
  }
}

/** Its lines, one at a time, until it is told to stop; says how far it has come, in bytes. */
export async function* linesOfFile(
  { input, bytes }: OpenList,
  signal: AbortSignal,
  onProgress: (done: number, expected: number | null) => void,
): AsyncGenerator<string> {
  let done = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    signal.throwIfAborted();
    yield line;
    done += Buffer.byteLength(line) + 1;
    onProgress(done, bytes);
  }
}
