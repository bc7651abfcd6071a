import type { EntryDraft } from './entry-draft.js';

/** Entries of one statement. */
const BATCH = 1000;

/**
 * Writes entries in batches: while one is being written the next is made, so that at most two are held in memory.
 */
export class EntryImport {
  written = 0;
  private batch: EntryDraft[] = [];
  private underWay: Promise<void> | null = null;

  constructor(private readonly write: (batch: readonly EntryDraft[]) => Promise<void>) {}

  /** Answers what to wait for before the next one, where a batch is full. */
  add(draft: EntryDraft): Promise<void> | null {
    return this.batch.push(draft) === BATCH ? this.begin() : null;
  }

  /** Writes what is left. Does nothing after a batch that could not be written. */
  async finish(): Promise<void> {
    await this.begin();
    await this.underWay;
  }

  private async begin(): Promise<void> {
    await this.underWay;
    const batch = this.batch;
    this.batch = [];
    if (batch.length === 0) return;
    this.underWay = this.writeOut(batch);
    // It is looked at when the next batch is full.
    this.underWay.catch(() => undefined);
  }

  private async writeOut(batch: readonly EntryDraft[]): Promise<void> {
    await this.write(batch);
    this.written += batch.length;
  }
}
