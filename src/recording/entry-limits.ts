/** Characters that the columns hold. */
export const ACTION_LENGTH = 100;
export const ENTITY_TYPE_LENGTH = 100;
export const ENTITY_ID_LENGTH = 191;

/** Bytes of a snapshot's JSON in UTF-8. */
export const SNAPSHOT_BYTES = 8192;

/** How far ahead an entry's time may be: clocks of a cluster differ by less. */
export const LATEST_AHEAD_MS = 5 * 60_000;
