import { AuditTrailEntry } from './audit-trail-entry.entity.js';

/** The entities of the package, for applications that list theirs: `entities: [...AUDIT_TRAIL_ENTITIES, Thread]`. */
export const AUDIT_TRAIL_ENTITIES = [AuditTrailEntry];
