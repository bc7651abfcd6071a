import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { EntryWriter } from './entry-writer.js';

/** Writes what was accepted before the application goes, and says what could not be. */
@Injectable()
export class RecordingShutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('AuditTrail');
  private deadline: number | null = null;

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(EntryWriter) private readonly writer: EntryWriter,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.flushInTime();
  }

  /** Requests that were still being answered may have brought more. */
  async onApplicationShutdown(): Promise<void> {
    await this.flushInTime();
    const left = await this.writer.close();
    if (left === 0) return;
    this.logger.error(
      `Shutting down without ${left} entries: the database did not take them within shutdownTimeoutMs.`,
    );
  }

  /** Both hooks share one deadline. */
  private async flushInTime(): Promise<void> {
    this.deadline ??= performance.now() + this.options.shutdownTimeoutMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, (this.deadline ?? 0) - performance.now()));
    });
    await Promise.race([this.writer.flush(), late]);
    clearTimeout(timer);
  }
}
