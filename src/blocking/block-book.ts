import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { type BlockSnapshot, BlockSnapshotStore } from '../storage/blocks/block-snapshot.store.js';
import {
  type BlockVersions,
  BlockVersionStore,
  newVersionToken,
  numberOfVersion,
  versionAfter,
} from '../storage/blocks/block-version.store.js';
import type { OutsideConnection, Statement } from '../storage/dialects/dialect.js';
import { firstIdOf } from '../storage/entry-id.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import { LiveBlocks } from './live-blocks.js';
import { LoadedBlocks } from './loaded-blocks.js';

/** Rows of one page: some milliseconds of the driver's work. */
const PAGE = 2_000;
/** Where versions have been missed or forged by hand, blocks are right again after so long. */
const WHOLE_EVERY_MS = 600_000;
const JITTER_MS = 60_000;
/** A hundred thousand blocks take a second; a database that is busy may take longer. */
const WHOLE_PATIENCE_MS = 60_000;

/** What is written, given the number of the version that it makes. */
export type BlockChange = (changedIn: number) => Iterable<Statement>;

/**
 * Keeps the blocks in memory as they are in the database, and changes them there. One reading or change at a time, so
 * that a change is checked against all blocks that there are, in every process: it is written only where the version
 * is still the one that was read.
 */
@Injectable()
export class BlockBook {
  private versions: BlockVersions | null = null;
  private wholeDueAt = 0;
  private turn: Promise<unknown> = Promise.resolve();
  /** When blocks were last read, in monotonic milliseconds, since a clock may jump; `null` before the first time. */
  readAt: number | null = null;

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(BlockVersionStore) private readonly versionStore: BlockVersionStore,
    @Inject(BlockSnapshotStore) private readonly snapshots: BlockSnapshotStore,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
  ) {}

  /** Reads what has changed since the last time, or all blocks where that cannot be told. */
  refresh(): Promise<void> {
    return this.inTurn(() => {
      const patienceMs = this.isWholeDue ? WHOLE_PATIENCE_MS : this.options.retryForMs;
      return withPatience(this.database, patienceMs, async (connection, signal) => {
        await this.read(connection, signal);
      });
    });
  }

  /**
   * As `refresh`, for a caller of the package.
   *
   * @throws AuditTrailError `NOT_ANSWERED`
   */
  look(): Promise<void> {
    return orNotAnswered(this.database, 'Ask again.', () => this.refresh());
  }

  /** As `look`, with the hits of all blocks as they are: those change no version. */
  lookAtAll(): Promise<void> {
    this.wholeDueAt = 0;
    return this.look();
  }

  /**
   * Reads what has changed, lets `plan` check it, and writes what it answers; begins anew where another process was
   * faster. Resolves once blocks answer for it in this process.
   *
   * @param plan called with all blocks in memory, which do not change meanwhile; what it throws ends the change with
   *   nothing written
   * @param patienceMs how long it may take; default `retryForMs`
   * @throws AuditTrailError `NOT_ANSWERED`, and what `plan` throws
   */
  change(
    plan: () => BlockChange | Promise<BlockChange>,
    patienceMs: number = this.options.retryForMs,
  ): Promise<void> {
    const token = newVersionToken();
    const remedy = 'The blocks may have been changed all the same: look at the list before you try again.';
    return this.inTurn(() =>
      orNotAnswered(this.database, remedy, () =>
        withPatience(this.database, patienceMs, (connection, signal) =>
          this.write(connection, signal, token, plan),
        ),
      ),
    );
  }

  private async write(
    connection: OutsideConnection,
    signal: AbortSignal,
    token: string,
    plan: () => BlockChange | Promise<BlockChange>,
  ): Promise<void> {
    await this.versionStore.begin(connection, this.clock.now());
    for (;;) {
      const was = await this.read(connection, signal);
      // An attempt whose answer was lost may have been the one.
      if (was.some((version) => version.endsWith(`.${token}`))) return;
      signal.throwIfAborted();
      const change = await plan();
      signal.throwIfAborted();
      const next = versionAfter(was, token);
      await connection.runTogether(this.statements(was, next, change), signal);
    }
  }

  private *statements(was: BlockVersions, next: string, change: BlockChange): Generator<Statement> {
    yield this.versionStore.advance(was, next, this.clock.now());
    yield* change(numberOfVersion(next));
  }

  /** Answers the versions that blocks in memory are as of. */
  private async read(connection: OutsideConnection, signal: AbortSignal): Promise<BlockVersions> {
    const found = await this.versionStore.read(connection);
    const known = this.versions;
    if (known === null || this.isWholeDue || !continues(found, known)) await this.readAll(connection, signal);
    else if (found[0] !== known[0]) await this.readChanges(connection, signal, known);
    this.readAt = performance.now();
    return this.versions ?? found;
  }

  private get isWholeDue(): boolean {
    return this.clock.now() >= this.wholeDueAt;
  }

  private async readChanges(
    connection: OutsideConnection,
    signal: AbortSignal,
    known: BlockVersions,
  ): Promise<void> {
    const latest = numberOfVersion(known[0]);
    const { versions, rows } = await this.snapshots.changedAfter(connection, latest, PAGE);
    if (rows.length === PAGE || !continues(versions, known)) return this.readAll(connection, signal);
    await this.take(signal, versions, () => this.live.change(rows));
  }

  /** Page by page; what changes meanwhile is read again before any of it counts. */
  private async readAll(connection: OutsideConnection, signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const blocks = new LoadedBlocks();
    let first: BlockVersions | null = null;
    let page: BlockSnapshot;
    let after = firstIdOf(0);
    do {
      page = await this.snapshots.inForce(connection, now, after, PAGE);
      first ??= page.versions;
      blocks.put(page.rows);
      after = page.rows.at(-1)?.id ?? after;
    } while (page.rows.length === PAGE);
    if (page.versions[0] !== first[0]) {
      page = await this.snapshots.changedAfter(connection, numberOfVersion(first[0]), PAGE);
      blocks.put(page.rows);
    }
    // Where more than a page has changed meanwhile, the next reading goes on from where this one began.
    const versions = page.rows.length === PAGE ? first : page.versions;
    await this.take(signal, versions, () => this.live.replace(blocks));
    this.wholeDueAt = now + WHOLE_EVERY_MS - Math.random() * JITTER_MS;
  }

  /** Nobody waits any more for a reading that took too long: what came after it must not be undone by it. */
  private async take(
    signal: AbortSignal,
    versions: BlockVersions,
    apply: () => Promise<void>,
  ): Promise<void> {
    signal.throwIfAborted();
    const applied = apply();
    this.versions = versions;
    await applied;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.catch(() => undefined).then(work);
    this.turn = result;
    return result;
  }
}

/** Whether a database that has gone through `versions` has only gone on since `known`. */
function continues(versions: BlockVersions, known: BlockVersions): boolean {
  const [latest] = known;
  return latest === undefined ? versions.length === 0 : versions.includes(latest);
}
