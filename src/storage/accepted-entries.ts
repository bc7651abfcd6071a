/** What this process has accepted and not yet written, for rooms that know nothing of recording. */
export abstract class AcceptedEntries {
  /** Resolves when everything that was accepted before is in the table, or was refused. */
  abstract flush(): Promise<void>;
}
