import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager, QueryRunner } from 'typeorm';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Connection } from '../storage/dialects/dialect.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import { EntryIds } from '../storage/entry-id.js';
import type { EntryRow } from '../storage/entry-row.js';
import { EntryStore } from '../storage/entry.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { draftOf, type EntryContent, type EntryDraft } from './entry-draft.js';
import { EntryWriter } from './entry-writer.js';
import { notRecorded } from './not-recorded.js';

const SAVEPOINT = 'audit_trail_entry';

/** Makes entries and brings them to the table, by the writer or in a caller's transaction. */
@Injectable()
export class EntryRecorder {
  private readonly logger = new Logger('AuditTrail');
  private readonly ids = new EntryIds();
  private readonly turns = new WeakMap<QueryRunner, Promise<void>>();

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EntryWriter) private readonly writer: EntryWriter,
    @Inject(EntryStore) private readonly store: EntryStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /** @throws AuditTrailError `INVALID_ENTRY`, `SNAPSHOT_TOO_LARGE` */
  draft(content: EntryContent, at: number = this.clock.now()): EntryDraft {
    return draftOf(content, this.ids.next(at), at);
  }

  /** Resolves when it is durable. */
  async write(draft: EntryDraft): Promise<AuditTrailEntry> {
    await this.writer.write(draft.row);
    const { entry } = draft;
    this.announce(entry);
    return entry;
  }

  /** Resolves when all are durable. */
  async writeAll(drafts: readonly EntryDraft[]): Promise<void> {
    const [only] = drafts;
    if (drafts.length === 1 && only !== undefined) await this.writer.write(only.row);
    else await Promise.all(drafts.map(({ row }) => this.writer.write(row)));
    this.announceAll(drafts);
  }

  /** Writes in one batch of its own what is imported. */
  async writeBatch(drafts: readonly EntryDraft[]): Promise<void> {
    await this.writer.writeBatch(drafts.map(({ row }) => row));
    this.announceAll(drafts);
  }

  /** Writes inside the caller's transaction; without one, on its own. */
  async writeWith(manager: EntityManager, draft: EntryDraft): Promise<AuditTrailEntry | null> {
    if (!this.database.owns(manager)) {
      throw new AuditTrailError(
        'INVALID_OPTIONS',
        "The manager belongs to another data source than the trail's; pass the manager of a transaction on the data source that AuditTrailModule uses.",
      );
    }
    const runner = manager.queryRunner;
    if (runner === undefined) return this.write(draft);
    try {
      await this.inTurn(runner, () => this.insertInside(runner, draft.row));
    } catch (error) {
      return this.failedInside(error);
    }
    this.writer.written++;
    const { entry } = draft;
    if (runner.isTransactionActive) {
      this.database.transactions.whenSettled(runner, (committed) => committed && this.announce(entry));
    } else {
      this.announce(entry);
    }
    return entry;
  }

  /** One after the other on a connection: savepoints of entries that are recorded at once would end each other. */
  private inTurn(runner: QueryRunner, insert: () => Promise<void>): Promise<void> {
    const before = this.turns.get(runner) ?? Promise.resolve();
    const turn = before.then(insert);
    this.turns.set(
      runner,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async insertInside(runner: QueryRunner, row: EntryRow): Promise<void> {
    const connection = await this.database.inside(runner);
    const guarded = this.options.whenRecordingFails === 'log' && runner.isTransactionActive;
    if (!guarded) return this.store.insertInside(connection, [row]);
    await run(connection, `SAVEPOINT ${SAVEPOINT}`);
    try {
      await this.store.insertInside(connection, [row]);
    } catch (error) {
      // If this fails too, the transaction is lost, and the caller has to know.
      await run(connection, `ROLLBACK TO SAVEPOINT ${SAVEPOINT}`).catch(() => {
        throw notRecorded('the transaction was lost with it', this.database.faultOf(error).code);
      });
      throw error;
    }
    await run(connection, `RELEASE SAVEPOINT ${SAVEPOINT}`);
  }

  private failedInside(error: unknown): null {
    this.writer.failed++;
    if (error instanceof AuditTrailError) throw error;
    const { code } = this.database.faultOf(error);
    const failure = notRecorded('the database refused it inside the transaction', code);
    if (this.options.whenRecordingFails === 'reject') throw failure;
    this.logger.error(failure.message);
    return null;
  }

  private announceAll(drafts: readonly EntryDraft[]): void {
    if (this.options.onRecorded === null) return;
    for (const { entry } of drafts) this.announce(entry);
  }

  private announce(entry: AuditTrailEntry): void {
    try {
      const returned: unknown = this.options.onRecorded?.(entry);
      // An async function fits the option's type, and its failure would end the process.
      if (returned instanceof Promise) returned.catch((error: unknown) => this.announcementFailed(error));
    } catch (error) {
      this.announcementFailed(error);
    }
  }

  private announcementFailed(error: unknown): void {
    this.logger.error(
      `The option onRecorded threw ${error instanceof Error ? error.name : 'no error'}; the entry is recorded.`,
    );
  }
}

async function run(connection: Connection, sql: string): Promise<void> {
  await connection.run({ sql, parameters: [] });
}
