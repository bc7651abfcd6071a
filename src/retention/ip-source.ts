import type { EntityManager } from 'typeorm';

/** What a source is given with the cutoff. */
export interface IpSourceContext {
  /**
   * Of our data source. On PostgreSQL and MariaDB its transaction is committed when the source has answered, and rolled
   * back after a dry run and where it throws; on SQLite, where a transaction would catch other requests' statements,
   * there is none.
   */
  manager: EntityManager;
  /** Count, and change nothing. */
  dryRun: boolean;
  /** Rows to change at most; in a dry run a number that no count reaches. */
  batchSize: number;
  /** Aborted when the source has to stop: at shutdown, and when it has taken too long. */
  signal: AbortSignal;
}

/** Another place of the application that holds IP addresses. */
export interface IpSource {
  /** As reports name it, 1 to 100 characters; another one than any other place's. */
  name: string;
  /**
   * Deletes, or blanks, at most `batchSize` addresses that were stored at or before the cutoff, and answers how many.
   * Called again until it answers fewer.
   */
  prune(cutoff: Date, context: IpSourceContext): Promise<number>;
}
