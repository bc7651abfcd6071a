export { AuditTrailModule } from './audit-trail.module.js';
export type {
  AuditTrailModuleAsyncOptions,
  AuditTrailModuleOptions,
  AuditTrailOptions,
  AuditTrailOptionsFactory,
  BlocksOptions,
  CurrentUser,
  PruneOptions,
  UserDescription,
  UserEntityOption,
} from './options/audit-trail-options.js';

export { AuditTrail, SkipAuditTrail } from './recording/audit-trail.decorator.js';
export type { AuditTrailDecoratorOptions } from './recording/audit-trail-decorator-options.js';
export { AuditTrailInterceptor } from './recording/audit-trail.interceptor.js';
export { AuditTrailService } from './recording/audit-trail.service.js';
export type { Actor, NewEntry, RecordOptions } from './recording/audit-trail.service.js';
export type { RecordingHealth, RecordingStats } from './recording/recording-health.js';
export { entityReference } from './request/entity-reference.js';
export type { EntityKey, EntityReference } from './request/entity-reference.js';

export { IpRetentionService } from './retention/ip-retention.service.js';
export type { PruneProgress, PruneReport, PruneRequest } from './retention/prune-report.js';

export { AuditTrailEntry } from './storage/entities/audit-trail-entry.entity.js';
export { AUDIT_TRAIL_ENTITIES } from './storage/entities/audit-trail-entities.js';
export { AUDIT_TRAIL_MIGRATIONS } from './storage/migrations/audit-trail-migrations.js';

export { AuditTrailError } from './audit-trail.error.js';
export type { AuditTrailErrorCode } from './audit-trail.error.js';
