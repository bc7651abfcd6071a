/** How far a run has come in one source. */
export interface PruneProgress {
  source: string;
  deleted: number;
  /** How many there were to delete when the run began, if that was counted. */
  expected: number | null;
}

/** What one run did. */
export interface PruneReport {
  startedAt: Date;
  finishedAt: Date;
  /** What was made at or before this time is past the store time; `null` where addresses are kept for ever. */
  cutoff: Date | null;
  dryRun: boolean;
  /** Rows by source: deleted, or in a dry run those that would be. */
  deleted: Record<string, number>;
  /** Rows past their time that are still there, because the run was stopped or failed. */
  remaining: number;
  skipped?: 'disabled' | 'another-process' | 'lease-lost' | 'clock';
  errors: { source: string; message: string }[];
}

export interface PruneRequest {
  /** Counts, and changes nothing. */
  dryRun?: boolean | undefined;
  /** Stops within one batch. */
  signal?: AbortSignal | undefined;
  /** Called after each batch. */
  onProgress?: ((progress: PruneProgress) => void) | undefined;
}
