import { AuditTrailBlock } from './audit-trail-block.entity.js';
import { AuditTrailEntry } from './audit-trail-entry.entity.js';
import { AuditTrailErasure } from './audit-trail-erasure.entity.js';
import { AuditTrailHold } from './audit-trail-hold.entity.js';
import { AuditTrailLease } from './audit-trail-lease.entity.js';
import { AuditTrailLookup } from './audit-trail-lookup.entity.js';
import { AuditTrailSetting } from './audit-trail-setting.entity.js';

/** The entities of the package, for applications that list theirs: `entities: [...AUDIT_TRAIL_ENTITIES, Thread]`. */
export const AUDIT_TRAIL_ENTITIES = [
  AuditTrailEntry,
  AuditTrailSetting,
  AuditTrailLease,
  AuditTrailLookup,
  AuditTrailHold,
  AuditTrailErasure,
  AuditTrailBlock,
];
