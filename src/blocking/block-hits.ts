import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { DAY_MS } from '../settings/cutoff.js';
import { type BlockHitCount, BlockHitStore } from '../storage/blocks/block-hit.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';

const WRITE_EVERY_MS = 5_000;
const BLOCKS_IN_A_BATCH = 200;

/** Counts in memory how often blocks decide, and writes it down every few seconds and at shutdown. */
@Injectable()
export class BlockHits implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('AuditTrail');
  private counts = new Map<string, { hits: number; day: string }>();
  private readonly writer = randomUUID();
  private batch = 0;
  private waiting: readonly BlockHitCount[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<boolean> | null = null;
  private hasFailed = false;
  private today = { day: '', from: Number.POSITIVE_INFINITY };

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(BlockHitStore) private readonly store: BlockHitStore,
  ) {}

  count(id: string, nowMs: number): void {
    const day = this.dayOf(nowMs);
    const known = this.counts.get(id);
    if (known === undefined) this.counts.set(id, { hits: 1, day });
    else {
      known.hits++;
      known.day = day;
    }
    this.timer ??= setTimeout(() => void this.flush(), WRITE_EVERY_MS).unref();
  }

  /** Writes what was counted so far, and answers whether all of it is written. Never rejects: what is not stays counted. */
  async flush(): Promise<boolean> {
    if (this.writing !== null) await this.writing;
    this.writing ??= this.write().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  /** Requests that were still being answered may have brought more. */
  async onApplicationShutdown(): Promise<void> {
    const isAll = await this.flush();
    clearTimeout(this.timer);
    if (!isAll) {
      this.logger.error('Shutting down without some hits of blocks: the database did not take them.');
      return;
    }
    if (this.batch === 0) return;
    await this.inTime((connection) => this.store.forget(connection, this.writer)).catch(() => undefined);
  }

  /** In UTC. Made once a day, since a formatted date costs more than a match. */
  private dayOf(nowMs: number): string {
    const { from } = this.today;
    if (nowMs < from || nowMs >= from + DAY_MS) {
      const midnight = Math.floor(nowMs / DAY_MS) * DAY_MS;
      this.today = { day: new Date(midnight).toISOString().slice(0, 10), from: midnight };
    }
    return this.today.day;
  }

  private async write(): Promise<boolean> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      while (this.waiting.length > 0 || this.counts.size > 0) {
        if (this.waiting.length === 0) await this.nextBatch();
        const batch = { writer: this.writer, number: this.batch, counts: this.waiting };
        await this.inTime((connection) => this.store.add(connection, batch, this.clock.now()));
        this.waiting = [];
      }
      this.hasFailed = false;
      return true;
    } catch (error) {
      this.sayFailed(error);
      this.timer = setTimeout(() => void this.flush(), WRITE_EVERY_MS).unref();
      return false;
    }
  }

  /** A batch stays as it is until it is written: a second attempt must be known for one. */
  private async nextBatch(): Promise<void> {
    if (this.batch === 0) {
      await this.inTime((connection) => this.store.forgetUntil(connection, this.clock.now() - DAY_MS));
    }
    this.batch++;
    const ids = [...this.counts.keys()].toSorted().slice(0, BLOCKS_IN_A_BATCH);
    this.waiting = ids.map((id) => ({ id, ...(this.counts.get(id) ?? { hits: 0, day: '' }) }));
    for (const id of ids) this.counts.delete(id);
  }

  private inTime(work: Parameters<typeof withPatience<void>>[2]): Promise<void> {
    return withPatience(this.database, this.options.retryForMs, work);
  }

  private sayFailed(error: unknown): void {
    if (this.hasFailed) return;
    this.hasFailed = true;
    const { code } = this.database.faultOf(error);
    this.logger.warn(
      `Hits of blocks could not be written${code === undefined ? '' : ` (${code})`}; they stay counted, and it is tried again.`,
    );
  }
}
