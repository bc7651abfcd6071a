import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { IpRange } from '../address/cidr.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { shapeOf } from '../describe-value.js';
import { BlockStore } from '../storage/blocks/block.store.js';
import type { Statement } from '../storage/dialects/dialect.js';
import { BlockBook } from './block-book.js';
import { BlockChanges } from './block-changes.js';
import type { BlockImport, BlockImportTerms } from './block-import.js';
import type { BlockRequester } from './block-refusals.js';
import { ListedRanges } from './listed-ranges.js';
import { checkedAddress, checkedTerms, type CheckedTerms } from './new-blocks.js';
import { type BlockListItem, readBlockList } from './read-block-list.js';

/** Rows that are made at a time: all of a long list would be too much at once. */
const ROWS_AT_ONCE = 500;
/** A hundred thousand rows are written in one transaction. */
const PATIENCE_MS = 120_000;

/** What has been read of a list: of each line that may make blocks its ranges alone. */
interface ReadList {
  readonly lines: (readonly IpRange[])[];
  readonly refused: BlockImport['refused'];
}

/** `IpBlocksService.import`. */
@Injectable()
export class BlockImports {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(BlockBook) private readonly book: BlockBook,
    @Inject(BlockStore) private readonly store: BlockStore,
    @Inject(BlockChanges) private readonly changes: BlockChanges,
  ) {}

  async import(lines: unknown, by: BlockImportTerms): Promise<BlockImport> {
    checkLines(lines);
    const terms = checkedTerms(by, this.clock.now());
    const { dryRun = false, staffIp, force = false } = by;
    const requester = { staffIp: staffIp === undefined ? null : checkedAddress(staffIp), force };
    const read = await this.read(lines, terms, requester);
    const importId = randomUUID();
    let news: IpRange[] = [];
    let duplicate = 0;
    const decide = (): void => {
      ({ news, duplicate } = this.newsOf(read.lines, terms));
    };
    if (dryRun) {
      await this.book.look();
      decide();
    } else if (read.lines.length > 0) {
      // Decided where it is written, against the blocks of every process.
      await this.book.change(() => {
        decide();
        return (changedIn) => (news.length === 0 ? [] : this.insertions(news, terms, importId, changedIn));
      }, PATIENCE_MS);
    }
    return {
      importId: dryRun || news.length === 0 ? '' : importId,
      added: read.lines.length - duplicate,
      duplicate,
      blocks: news.length,
      refused: read.refused,
    };
  }

  private async read(
    lines: AsyncIterable<string> | Iterable<string>,
    { effect }: CheckedTerms,
    requester: BlockRequester,
  ): Promise<ReadList> {
    const list: ReadList = { lines: [], refused: [] };
    const codeOf = (item: BlockListItem): string | null => {
      if ('code' in item) return item.code;
      const mayBeAnywhere = effect === 'allow';
      return mayBeAnywhere || this.changes.refusals.sentence(item.ranges, requester) === null
        ? null
        : 'NOT_BLOCKABLE';
    };
    for await (const item of readBlockList(lines)) {
      const code = codeOf(item);
      if (code !== null) list.refused.push({ line: item.line, text: item.text, code });
      else if ('ranges' in item) list.lines.push(item.ranges);
    }
    return list;
  }

  /** The ranges that change something, as if line after line were added; a line of which none does is a duplicate. */
  private newsOf(
    lines: readonly (readonly IpRange[])[],
    terms: CheckedTerms,
  ): { news: IpRange[]; duplicate: number } {
    const listed = new ListedRanges();
    const news: IpRange[] = [];
    let duplicate = 0;
    for (const ranges of lines) {
      const before = news.length;
      for (const range of ranges) {
        if (this.changes.isAlreadyBlocked(range, terms, listed.around(range))) continue;
        listed.add(range);
        news.push(range);
      }
      if (news.length === before) duplicate++;
    }
    return { news, duplicate };
  }

  private *insertions(
    ranges: readonly IpRange[],
    terms: CheckedTerms,
    importId: string,
    changedIn: number,
  ): Generator<Statement> {
    for (let at = 0; at < ranges.length; at += ROWS_AT_ONCE) {
      const rows = ranges
        .slice(at, at + ROWS_AT_ONCE)
        .map((range) => this.changes.rowOf(range, terms, { importId }));
      yield* this.store.insertions(rows, changedIn);
    }
  }
}

function checkLines(lines: unknown): asserts lines is AsyncIterable<string> | Iterable<string> {
  const isIterable =
    typeof lines === 'object' &&
    lines !== null &&
    (Symbol.asyncIterator in lines || Symbol.iterator in lines);
  if (isIterable) return;
  throw new AuditTrailError(
    'INVALID_OPTIONS',
    `The list is ${shapeOf(lines)}; wanted an iterable of lines, such as readline.createInterface({ input: createReadStream(file) }).`,
  );
}
