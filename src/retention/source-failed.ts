/** A place of the host was not pruned as it was to be. The message holds nothing of what the source said. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
  /** Whether it can be expected to go better at once, as after a deadlock. */
  readonly passing: boolean;
  /** Whether it has not ended, and may still do something. */
  readonly isUnderWay: boolean;
  /** Rows that were changed all the same. */
  readonly changed: number;

  constructor(message: string, { passing = false, isUnderWay = false, changed = 0 } = {}) {
    super(message);
    this.passing = passing;
    this.isUnderWay = isUnderWay;
    this.changed = changed;
  }
}
