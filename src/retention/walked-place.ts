import type { PrunedPlace, PruneRun, PruneTimes } from '../settings/pruned-places.js';
import type { Statement } from '../storage/dialects/dialect.js';
import type { DueRows, DueSpan, RowKey } from '../storage/due-rows.js';
import type { TrailDatabase } from '../storage/trail-database.js';

/** How far a place has been walked once and for all, kept from run to run. */
export interface WalkMark {
  /** Where to go on; `null` where nobody has walked yet. */
  read(): Promise<RowKey | null>;
  /** As `read`, for who will move it. */
  begin(): Promise<RowKey>;
  /** Moves the mark along with a batch; `to` is `null` at the end of the span. */
  moved(
    from: RowKey,
    to: RowKey | null,
    span: DueSpan,
  ): { readonly at: RowKey; readonly statement: Statement };
}

export interface WalkedPlaceParts {
  readonly name: string;
  readonly database: TrailDatabase;
  readonly rows: DueRows;
  /** `null` where nothing can be due. */
  spanOf(times: PruneTimes): DueSpan | null;
  readonly holdsAddresses: boolean;
  readonly isIn?: (times: PruneTimes) => boolean;
  readonly mark?: WalkMark;
}

interface Walk {
  readonly span: DueSpan;
  at: RowKey | null;
}

/** A place that is walked along its primary key from its oldest end, in batches that each go on where the last ended. */
export class WalkedPlace implements PrunedPlace {
  readonly name: string;
  readonly holdsAddresses: boolean;
  private readonly walks = new WeakMap<PruneRun, Walk>();

  constructor(private readonly parts: WalkedPlaceParts) {
    this.name = parts.name;
    this.holdsAddresses = parts.holdsAddresses;
  }

  isIn(times: PruneTimes): boolean {
    return this.parts.isIn?.(times) ?? true;
  }

  async count(times: PruneTimes): Promise<number> {
    const span = this.parts.spanOf(times);
    if (span === null) return 0;
    const after = (await this.parts.mark?.read()) ?? null;
    return this.parts.database.withConnection((connection) => this.parts.rows.count(connection, span, after));
  }

  async prune(run: PruneRun): Promise<number> {
    const span = this.parts.spanOf(run);
    if (span === null) return 0;
    const walk = this.walks.get(run) ?? { span, at: (await this.parts.mark?.begin()) ?? null };
    this.walks.set(run, walk);
    let changed = 0;
    // Somebody else may have changed rows of a stretch meanwhile: only the end of the walk says that none is left.
    while (changed < run.batchSize) {
      const [rows, isEnd] = await this.stretch(run, walk);
      changed += rows;
      if (isEnd) break;
    }
    return changed;
  }

  /** Changes the next stretch of the walk; answers how many rows that were, and whether it was the last. */
  private async stretch(run: PruneRun, walk: Walk): Promise<[number, boolean]> {
    const { database, rows, mark } = this.parts;
    const end = await database.withConnection((connection) =>
      rows.boundary(connection, walk.span, walk.at, run.batchSize),
    );
    // A key that the driver reads less precisely than the database has it would be met again and again.
    const upTo = end !== null && areEqual(end, walk.at) ? null : end;
    const change = rows.change(walk.span, walk.at, upTo);
    if (mark === undefined || walk.at === null) {
      const changed = await run.change(change);
      walk.at = upTo ?? walk.at;
      return [changed, upTo === null];
    }
    const moved = mark.moved(walk.at, upTo, walk.span);
    const changed = await run.change(change, moved.statement);
    walk.at = moved.at;
    return [changed, upTo === null];
  }
}

function areEqual(one: RowKey, other: RowKey | null): boolean {
  return other !== null && one.every((value, i) => String(value) === String(other[i]));
}
