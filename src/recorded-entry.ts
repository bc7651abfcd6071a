/** What is known of one recorded action; the entity `AuditTrailEntry` has these fields. */
export interface RecordedEntry {
  /** A UUIDv7 made from `createdAt`: entries sort by it as they do by time. */
  id: string;
  createdAt: Date;
  /** The account that acted; `null` only on failed attempts without a signed-in user. */
  userId: string;
  /** Canonical text, RFC 5952 for IPv6; `null` once the store time has passed with `keepEntries`. */
  ip: string | null;
  /** A short name of what was done, `thread.start`. */
  action: string;
  /** The TypeORM name of the entity that was acted upon. */
  entityType: string;
  /** Its key as text; canonical JSON where the key is made of several columns. */
  entityId: string;
  outcome: 'done' | 'failed';
  /** What the `snapshot` option kept of the entity. */
  snapshot: object | null;
}
