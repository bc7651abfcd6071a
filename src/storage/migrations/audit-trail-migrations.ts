import { CreateAuditTrailEntry1795392000000 } from './1795392000000-create-audit-trail-entry.migration.js';
import { CreateAuditTrailSetting1795478400000 } from './1795478400000-create-audit-trail-setting.migration.js';
import { CreateAuditTrailLookup1795478400001 } from './1795478400001-create-audit-trail-lookup.migration.js';
import { CreateAuditTrailHold1795478400002 } from './1795478400002-create-audit-trail-hold.migration.js';
import { CreateAuditTrailBlock1795564800000 } from './1795564800000-create-audit-trail-block.migration.js';

/** The migrations of the package: `migrations: [...AUDIT_TRAIL_MIGRATIONS, ...yours]`. */
export const AUDIT_TRAIL_MIGRATIONS = [
  CreateAuditTrailEntry1795392000000,
  CreateAuditTrailSetting1795478400000,
  CreateAuditTrailLookup1795478400001,
  CreateAuditTrailHold1795478400002,
  CreateAuditTrailBlock1795564800000,
];
