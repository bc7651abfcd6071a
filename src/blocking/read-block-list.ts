import type { IpRange } from '../address/cidr.js';
import { readBlockListLine } from './block-list-line.js';

/** As much of a refused line as an answer repeats. */
const SHOWN_CHARACTERS = 100;

/** A line that names addresses, or that could not be read. */
export type BlockListItem =
  | { readonly line: number; readonly text: string; readonly ranges: readonly IpRange[] }
  | { readonly line: number; readonly text: string; readonly code: 'INVALID_RANGE' };

/**
 * Reads a list line by line and holds one line at a time; empty lines and comments are counted, and left out.
 *
 * @param lines with or without their line breaks
 */
export async function* readBlockList(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<BlockListItem> {
  let line = 0;
  for await (const whole of lines) {
    line++;
    const ranges = readBlockListLine(whole);
    if (ranges?.length === 0) continue;
    const text = whole.slice(0, SHOWN_CHARACTERS).trim();
    yield ranges === null ? { line, text, code: 'INVALID_RANGE' } : { line, text, ranges };
  }
}
