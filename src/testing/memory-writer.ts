import { Inject, Injectable } from '@nestjs/common';
import type { EntryWriter } from '../recording/entry-writer.js';
import type { EntryRow } from '../storage/entry-row.js';
import { RecordedEntries } from './recorded-entries.js';

type Writer = Pick<
  EntryWriter,
  | 'write'
  | 'writeBatch'
  | 'flush'
  | 'probe'
  | 'waiting'
  | 'oldestWaitingMs'
  | 'written'
  | 'batches'
  | 'retries'
  | 'failed'
  | 'failing'
>;

/** Stands in for the writer: keeps entries instead of sending them to a database. */
@Injectable()
export class MemoryWriter implements Writer {
  readonly waiting = 0;
  readonly oldestWaitingMs = 0;
  written = 0;
  batches = 0;
  readonly retries = 0;
  failed = 0;
  readonly failing = null;

  constructor(@Inject(RecordedEntries) private readonly recorded: RecordedEntries) {}

  async write(row: EntryRow): Promise<void> {
    await this.writeBatch([row]);
  }

  async writeBatch(rows: readonly EntryRow[]): Promise<void> {
    this.recorded.keep(rows);
    this.written += rows.length;
    this.batches++;
  }

  async flush(): Promise<void> {}

  async probe(): Promise<boolean> {
    return true;
  }
}
