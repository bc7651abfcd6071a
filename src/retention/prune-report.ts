/** How far a run has come in one source. */
export interface PruneProgress {
  source: string;
  deleted: number;
  /** How many there were to delete when the run came to it; `null` where that was not counted. */
  expected: number | null;
}

/** What one run did. */
export interface PruneReport {
  startedAt: Date;
  finishedAt: Date;
  /** What was made at or before this time is past the store time; `null` where addresses are kept for ever. */
  cutoff: Date | null;
  dryRun: boolean;
  /** Rows by source: deleted or blanked, or in a dry run those that would be. */
  deleted: Record<string, number>;
  /** Rows past their time that are still there, because the run was stopped or failed. */
  remaining: number;
  /**
   * `disabled`: addresses are kept for ever. `another-process`: another process was pruning. `lease-lost`: another
   * process took over, after this one had stood still. `clock`: the time could not be trusted, and nothing was done.
   */
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
  /** Prunes although the clock stands before the time of the last run; for SQLite, where no other clock is asked. */
  force?: boolean | undefined;
}

/** The report as it is kept in the database. */
export function readPruneReport(json: string): PruneReport {
  const { startedAt, finishedAt, cutoff, ...rest } = JSON.parse(json) as PruneReport;
  return {
    startedAt: new Date(startedAt),
    finishedAt: new Date(finishedAt),
    cutoff: cutoff === null ? null : new Date(cutoff),
    ...rest,
  };
}
