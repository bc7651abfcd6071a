import type { FactoryProvider } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { EntryDraft } from '../recording/entry-draft.js';
import { EntryRecorder } from '../recording/entry-recorder.js';
import { EntryWriter } from '../recording/entry-writer.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';

/** Checks entries as the real one does; a caller's transaction is not known here, so that `manager` may be a mock. */
class MemoryRecorder extends EntryRecorder {
  override writeWith(_manager: EntityManager, draft: EntryDraft): Promise<AuditTrailEntry | null> {
    return this.write(draft);
  }
}

/** Made by hand: the store and the database are asked only about a caller's transaction, which is left aside. */
export const MEMORY_RECORDER: FactoryProvider<EntryRecorder> = {
  provide: EntryRecorder,
  inject: [AUDIT_TRAIL_OPTIONS, Clock, EntryWriter],
  useFactory: (options: ResolvedOptions, clock: Clock, writer: EntryWriter) =>
    new MemoryRecorder(options, clock, writer, undefined as never, undefined as never),
};
