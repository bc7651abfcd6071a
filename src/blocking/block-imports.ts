import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { shapeOf } from '../describe-value.js';
import type { NewBlockRow } from '../storage/blocks/block-row.js';
import { BlockStore } from '../storage/blocks/block.store.js';
import type { Statement } from '../storage/dialects/dialect.js';
import { BlockBook } from './block-book.js';
import { BlockChanges } from './block-changes.js';
import type { BlockImport, BlockImportTerms } from './block-import.js';
import type { BlockRequester } from './block-refusals.js';
import { ListedRanges } from './listed-ranges.js';
import { RangeList } from './range-list.js';
import { WorkSlices } from './work-slices.js';
import { checkedAddress, checkedTerms, type CheckedTerms } from './new-blocks.js';
import { type BlockListItem, readBlockList } from './read-block-list.js';

/** Rows that are made at a time: all of a long list would be too much at once. */
const ROWS_AT_ONCE = 500;
/** A hundred thousand rows are written in one transaction. */
const PATIENCE_MS = 120_000;

/** What has been read of a list: of the lines that may make blocks their ranges alone. */
interface ReadList {
  readonly ranges: RangeList;
  readonly refused: BlockImport['refused'];
}

/** How many ranges of a list change something, and the lines of which none does. */
interface News {
  readonly blocks: number;
  readonly duplicate: number;
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
    const { ranges, refused } = await this.read(lines, terms, requester);
    const importId = randomUUID();
    let news: News = { blocks: 0, duplicate: 0 };
    if (dryRun) {
      await this.book.look();
      news = await this.chooseNews(ranges, terms);
    } else if (ranges.lines > 0) {
      // Decided where it is written, against the blocks of every process.
      await this.book.change(async () => {
        news = await this.chooseNews(ranges, terms);
        return (changedIn) => this.insertions(ranges, terms, importId, changedIn);
      }, PATIENCE_MS);
    }
    return {
      importId: dryRun || news.blocks === 0 ? '' : importId,
      added: ranges.lines - news.duplicate,
      duplicate: news.duplicate,
      blocks: news.blocks,
      refused,
    };
  }

  private async read(
    lines: AsyncIterable<string> | Iterable<string>,
    { effect }: CheckedTerms,
    requester: BlockRequester,
  ): Promise<ReadList> {
    const list: ReadList = { ranges: new RangeList(), refused: [] };
    const slices = new WorkSlices();
    const codeOf = (item: BlockListItem): string | null => {
      if ('code' in item) return item.code;
      const mayBeAnywhere = effect === 'allow';
      return mayBeAnywhere || this.changes.refusals.sentence(item.ranges, requester) === null
        ? null
        : 'NOT_BLOCKABLE';
    };
    for await (const item of readBlockList(lines)) {
      if (slices.isOver) await slices.next();
      const code = codeOf(item);
      if (code !== null) list.refused.push({ line: item.line, text: item.text, code });
      else if ('ranges' in item) list.ranges.addLine(item.ranges);
    }
    return list;
  }

  /**
   * Chooses the ranges that change something, as if line after line were added; a line of which none does is a
   * duplicate.
   */
  private async chooseNews(ranges: RangeList, terms: CheckedTerms): Promise<News> {
    ranges.chooseNone();
    const listed = new ListedRanges(ranges);
    const slices = new WorkSlices();
    let blocks = 0;
    let linesWithNews = 0;
    let isNewsInLine = false;
    for (const { index, beginsLine } of ranges) {
      if (slices.isOver) await slices.next();
      if (beginsLine) isNewsInLine = false;
      const range = ranges.at(index);
      if (this.changes.isAlreadyBlocked(range, terms, listed.around(range))) continue;
      listed.add(index);
      ranges.choose(index);
      blocks++;
      if (!isNewsInLine) linesWithNews++;
      isNewsInLine = true;
    }
    return { blocks, duplicate: ranges.lines - linesWithNews };
  }

  private *insertions(
    ranges: RangeList,
    terms: CheckedTerms,
    importId: string,
    changedIn: number,
  ): Generator<Statement> {
    let rows: NewBlockRow[] = [];
    for (const index of ranges.chosen()) {
      rows.push(this.changes.rowOf(ranges.at(index), terms, { importId }));
      if (rows.length < ROWS_AT_ONCE) continue;
      yield* this.store.insertions(rows, changedIn);
      rows = [];
    }
    if (rows.length > 0) yield* this.store.insertions(rows, changedIn);
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
