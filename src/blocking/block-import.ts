import type { BlockTerms } from './new-blocks.js';

/** How a list is imported; all of its blocks are alike but for their ranges. */
export interface BlockImportTerms extends BlockTerms {
  /** Reads and checks the list, and writes nothing. */
  dryRun?: boolean | undefined;
  /** The address that the staff member acts from: lines that cover it are refused. */
  staffIp?: string | undefined;
  /** Passes over every refusal but that of `neverBlock`. */
  force?: boolean | undefined;
}

/** A line of a list that made no block. */
export interface RefusedLine {
  /** Its number in the list, from 1. */
  line: number;
  /** At most the first 100 characters of it. */
  text: string;
  /** `INVALID_RANGE` or `NOT_BLOCKABLE`. */
  code: string;
}

/** What became of a list. */
export interface BlockImport {
  /** What lifts all of it: `lift({ importId })`; empty where nothing was added. */
  importId: string;
  /** Lines whose ranges are blocked now, and were not. */
  added: number;
  /** Lines that would have changed nothing: `ALREADY_BLOCKED`. */
  duplicate: number;
  /** Blocks that were made: `a-b` may take several. */
  blocks: number;
  refused: RefusedLine[];
}
