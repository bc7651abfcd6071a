import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AuditTrailBlock } from './entities/audit-trail-block.entity.js';
import { AuditTrailEntry } from './entities/audit-trail-entry.entity.js';
import { AuditTrailErasure } from './entities/audit-trail-erasure.entity.js';
import { AuditTrailHold } from './entities/audit-trail-hold.entity.js';
import { AuditTrailLookup } from './entities/audit-trail-lookup.entity.js';

/** The time at which something becomes due, by its name. */
export type DueTime = 'storeTime' | 'entriesEnd' | 'lookupsEnd' | 'now' | 'erasuresEnd' | 'blocksEnd';

/** What leaves a table of the package, and when. */
export interface RetentionRule {
  /** As reports name it. */
  readonly place: string;
  readonly entity: EntityTarget<ObjectLiteral>;
  /** The row, or the properties that become `null`. */
  readonly leaves: 'row' | readonly string[];
  /** The property with the time that is compared: milliseconds, or an id that is a UUIDv7. */
  readonly by: string;
  /** What has this time or an earlier one is due. */
  readonly at: DueTime;
  /** What is older than this is another rule's. */
  readonly since?: DueTime;
  /** Whether it is for sites that keep entries longer than their addresses, with `keepEntries`. */
  readonly isForKeptEntries?: true;
}

/** One rule or several for each table of the package that holds personal data. */
export const RETENTION_RULES: readonly RetentionRule[] = [
  { place: 'entries', entity: AuditTrailEntry, leaves: 'row', by: 'id', at: 'entriesEnd' },
  {
    place: 'addresses',
    entity: AuditTrailEntry,
    leaves: ['ip', 'snapshot'],
    by: 'id',
    at: 'storeTime',
    since: 'entriesEnd',
    isForKeptEntries: true,
  },
  { place: 'lookups', entity: AuditTrailLookup, leaves: 'row', by: 'id', at: 'lookupsEnd' },
  {
    place: 'lookup addresses',
    entity: AuditTrailLookup,
    leaves: ['rangeFirst', 'rangeLast'],
    by: 'id',
    at: 'storeTime',
    since: 'lookupsEnd',
  },
  { place: 'holds', entity: AuditTrailHold, leaves: 'row', by: 'until', at: 'now' },
  { place: 'erasures', entity: AuditTrailErasure, leaves: 'row', by: 'erasedAt', at: 'erasuresEnd' },
  // A block that has not ended is needed, and keeps its range for as long.
  { place: 'blocks', entity: AuditTrailBlock, leaves: 'row', by: 'endsAt', at: 'blocksEnd' },
  {
    place: 'block addresses',
    entity: AuditTrailBlock,
    leaves: ['rangeFirst', 'rangeLast', 'message', 'userId', 'hits', 'lastHitOn'],
    by: 'endsAt',
    at: 'storeTime',
    since: 'blocksEnd',
  },
];
