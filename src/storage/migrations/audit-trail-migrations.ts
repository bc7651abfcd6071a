import { CreateAuditTrailEntry1795392000000 } from './1795392000000-create-audit-trail-entry.migration.js';

/** The migrations of the package: `migrations: [...AUDIT_TRAIL_MIGRATIONS, ...yours]`. */
export const AUDIT_TRAIL_MIGRATIONS = [CreateAuditTrailEntry1795392000000];
