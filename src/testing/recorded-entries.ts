import { Injectable } from '@nestjs/common';
import { EntryDraft } from '../recording/entry-draft.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import type { EntryRow } from '../storage/entry-row.js';

/** What was recorded since the module was made or `clear` was called, in the order in which it was recorded. */
@Injectable()
export class RecordedEntries {
  private readonly rows: EntryRow[] = [];

  /** Copies: what a test does to them changes nothing here. */
  get all(): AuditTrailEntry[] {
    return this.rows.map((row) => new EntryDraft(row).entry);
  }

  clear(): void {
    this.rows.length = 0;
  }

  /** @internal */
  keep(rows: readonly EntryRow[]): void {
    this.rows.push(...rows);
  }
}
