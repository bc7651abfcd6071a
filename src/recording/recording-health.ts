import type { ResolvedOptions } from '../options/resolved-options.js';
import type { EntryWriter } from './entry-writer.js';

/** Counts of one process since its start. */
export interface RecordingStats {
  /** Entries that were accepted and are not durable yet. */
  waiting: number;
  /** How long the oldest of them has waited, in milliseconds. */
  oldestWaitingMs: number;
  written: number;
  /** Statements that wrote them; `written / batches` is the mean size of a group commit. */
  batches: number;
  /** Statements sent again after a fault. */
  retries: number;
  /** Entries whose callers were told `NOT_RECORDED`. */
  failed: number;
  /** Requests whose address could not be read, recorded with their socket's address. */
  fellBackToSocket: number;
  /** Requests by a signed-in user that had no address, and so no entry. */
  withoutAddress: number;
}

/**
 * `up`: all is well. `degraded`: entries are written, but with delay, or something else is amiss, which the details
 * name. `down`: entries are not written.
 */
export interface RecordingHealth {
  status: 'up' | 'degraded' | 'down';
  [detail: string]: unknown;
}

const PATIENCE_MS = 1000;

export async function recordingHealth(
  writer: EntryWriter,
  { maxWaiting }: ResolvedOptions,
): Promise<RecordingHealth> {
  const alive = await writer.probe(PATIENCE_MS);
  const { waiting, oldestWaitingMs, failed, failing } = writer;
  const details = { waiting, oldestWaitingMs, failed, ...(failing !== null && { fault: failing }) };
  if (!alive || failing !== null) return { status: 'down', ...details };
  const slow = oldestWaitingMs > PATIENCE_MS || waiting > maxWaiting / 2;
  return { status: slow ? 'degraded' : 'up', ...details };
}
