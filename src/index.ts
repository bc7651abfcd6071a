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

export { StoresIp } from './retention/stores-ip.decorator.js';
export type { StoredIpOptions } from './storage/stored-ips/declared-ips.js';
export { IpRetentionService } from './retention/ip-retention.service.js';
export type { IpSource, IpSourceContext } from './retention/ip-source.js';
export type { PruneProgress, PruneReport, PruneRequest } from './retention/prune-report.js';

export { InvestigationsService } from './investigation/investigations.service.js';
export { Investigation } from './investigation/investigation.js';
export type { LookedUpUser } from './investigation/investigation.js';
export type { StaffAndReason } from './access-log/staff.js';
export type { EntryFilter } from './investigation/entries.question.js';
export type { IpUse } from './investigation/ips-of-user.question.js';
export type { UserUse } from './investigation/users-of-range.question.js';
export type { Alternation, Comparison } from './investigation/compare.question.js';
export type { LinkedAccount, LinkStrength } from './investigation/linked-accounts/linked-account.js';
export type { Lookup, LookupFilter } from './investigation/lookups.question.js';
export type { TimeWindow } from './investigation/time-window.js';
export type { Found, Use } from './investigation/found.js';
export type { Page } from './page.js';

export { IpBlocksService } from './blocking/ip-blocks.service.js';
export { IpBlockGuard } from './blocking/ip-block.guard.js';
export { IpBlockMiddleware } from './blocking/ip-block.middleware.js';
export { ForSignUp } from './blocking/for-sign-up.decorator.js';
export { AllowBlocked } from './blocking/allow-blocked.decorator.js';
export type { IpBlock } from './blocking/ip-block.js';
export type { BlockEffect, BlockPurpose } from './blocking/block-rule.js';
export type { BlockTerms, NewBlock } from './blocking/new-blocks.js';
export type { BlockFilter } from './blocking/block-list.js';
export type { BlockImport, BlockImportTerms, RefusedLine } from './blocking/block-import.js';
export type { BlockListFormat } from './blocking/write-block-list.js';
export type { BlockPreview } from './blocking/block-preview.js';
export type { BlockProposal, BlockProposals } from './blocking/block-proposal.js';
export type { UserBlocks } from './blocking/user-blocks.js';

export { PersonalDataService } from './privacy/personal-data.service.js';
export type { PersonalRecord } from './privacy/personal-record.js';
export type { PersonId } from './privacy/user-of.js';

export { AuditTrailEntry } from './storage/entities/audit-trail-entry.entity.js';
export { AUDIT_TRAIL_ENTITIES } from './storage/entities/audit-trail-entities.js';
export { AUDIT_TRAIL_MIGRATIONS } from './storage/migrations/audit-trail-migrations.js';

export { AuditTrailError } from './audit-trail.error.js';
export type { AuditTrailErrorCode } from './audit-trail.error.js';
