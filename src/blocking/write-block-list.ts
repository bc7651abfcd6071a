import type { IpBlock } from './ip-block.js';

/** How a list of blocks is written. */
export type BlockListFormat = 'plain' | 'nginx' | 'json';

export const BLOCK_LIST_FORMATS: readonly BlockListFormat[] = ['plain', 'nginx', 'json'];

type Blocks = AsyncIterable<IpBlock> | Iterable<IpBlock>;

/**
 * Writes blocks as a stream of text, with its line breaks; holds one block at a time.
 *
 * - `plain`: the ranges that are denied, one in a line. What a plain list cannot say, `allow` and `deny-sign-up`,
 *   stands in comments: who reads it elsewhere refuses the hosts that are let through here.
 * - `nginx`: `deny` and `allow` for its access module, where the first line that matches decides.
 * - `json`: one array with all that is known of each block.
 *
 * @param blocks an inner range before those around it, of equal ranges the one that decides first
 */
export function writeBlockList(blocks: Blocks, format: BlockListFormat): AsyncIterable<string> {
  return WRITERS[format](blocks);
}

const WRITERS: Readonly<Record<BlockListFormat, (blocks: Blocks) => AsyncIterable<string>>> = {
  plain: (blocks) => lines(blocks, (block) => (block.effect === 'deny' ? block.range : comment(block))),
  nginx: (blocks) =>
    lines(blocks, (block) =>
      block.effect === 'deny-sign-up' ? comment(block) : `${block.effect} ${block.range};`,
    ),
  json,
};

const comment = ({ effect, range }: IpBlock) => `# ${effect} ${range}`;

async function* lines(blocks: Blocks, lineOf: (block: IpBlock) => string): AsyncGenerator<string> {
  for await (const block of blocks) yield `${lineOf(block)}\n`;
}

async function* json(blocks: Blocks): AsyncGenerator<string> {
  yield '[';
  let separator = '';
  for await (const block of blocks) {
    yield `${separator}\n${JSON.stringify(block)}`;
    separator = ',';
  }
  yield '\n]\n';
}
