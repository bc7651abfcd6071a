import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { pause } from '../pause.js';
import { type HealthSign, HealthSigns } from '../settings/health-signs.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { BlockBook } from './block-book.js';
import { LiveBlocks } from './live-blocks.js';

/** A refresh that is late by so many intervals is amiss, whatever keeps it. */
const LATE_INTERVALS = 5;
const LATE_AT_LEAST_MS = 10_000;
/** This share of `refreshMs` is left for the reading itself, so that a change is seen within it. */
const READING_SHARE = 0.1;

/** A shutdown waits so long for the reading under way. */
const LAST_READING_MS = 1_000;

/** Looks for changed blocks, so that each is seen within `refreshMs`, and says where it cannot. */
@Injectable()
export class BlockRefresh implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('AuditTrail');
  private readonly firstRead: Promise<void>;
  private loaded!: () => void;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private reading: Promise<void> = Promise.resolve();
  private failedWith: string | null = null;

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(BlockBook) private readonly book: BlockBook,
    @Inject(LiveBlocks) private readonly live: LiveBlocks,
    @Inject(HealthSigns) signs: HealthSigns,
  ) {
    this.firstRead = new Promise((resolve) => (this.loaded = resolve));
    signs.add('blocks', () => this.sign());
  }

  /** An application that has started knows its blocks, unless the database takes longer than `loadTimeoutMs`. */
  async onApplicationBootstrap(): Promise<void> {
    void this.look();
    await this.untilLoaded();
  }

  /** A reading under way ends before its connection is taken from it, unless the database does not answer. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    const over = new AbortController();
    await Promise.race([this.reading, pause(LAST_READING_MS, over.signal)]);
    over.abort();
  }

  /** Answers whether blocks have been read, after at most `loadTimeoutMs` where they have not. */
  async untilLoaded(): Promise<boolean> {
    if (this.live.isLoaded) return true;
    const over = new AbortController();
    await Promise.race([this.firstRead, pause(this.options.blocks.loadTimeoutMs, over.signal)]);
    over.abort();
    return this.live.isLoaded;
  }

  /** Reads what has changed now, and goes on doing so. Never rejects: the blocks that are known stay in force. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    const began = performance.now();
    this.reading = this.read();
    await this.reading;
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), this.pauseAfter(performance.now() - began)).unref();
  }

  private async read(): Promise<void> {
    try {
      await this.book.refresh();
      this.loaded();
      this.sayRecovered();
    } catch (error) {
      if (!this.isStopped) this.sayFailed(error);
    }
  }

  /** What changes right after a reading has begun is seen by the next one only: they begin less than `refreshMs` apart. */
  private pauseAfter(readingMs: number): number {
    const { refreshMs } = this.options.blocks;
    const leftForReading = refreshMs * READING_SHARE;
    return Math.max(refreshMs - leftForReading - readingMs, leftForReading);
  }

  private sign(): HealthSign {
    const { readAt } = this.book;
    const { refreshMs } = this.options.blocks;
    const ageMs = readAt === null ? null : performance.now() - readAt;
    const isLate = ageMs === null || ageMs > Math.max(LATE_AT_LEAST_MS, refreshMs * LATE_INTERVALS);
    return {
      status: isLate || this.failedWith !== null ? 'degraded' : 'up',
      secondsSinceRead: ageMs === null ? null : Math.round(ageMs / 1000),
      known: this.live.index.size,
      ...(this.failedWith !== null && { fault: this.failedWith }),
    };
  }

  /** Said once, until it works again. */
  private sayFailed(error: unknown): void {
    const code = this.database.faultOf(error).code ?? 'no answer';
    const isNew = this.failedWith === null;
    this.failedWith = code;
    if (!isNew) return;
    this.logger.error(
      this.live.isLoaded
        ? `Blocks cannot be read (${code}); those that were known at the last reading stay in force, and changes are not seen until it works again.`
        : `Blocks have not been read yet (${code}). Until they are, the guard answers 503.`,
    );
  }

  private sayRecovered(): void {
    if (this.failedWith === null) return;
    this.failedWith = null;
    this.logger.log('Blocks are read again.');
  }
}
