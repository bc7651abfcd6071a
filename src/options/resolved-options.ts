import type { IpRange } from '../address/cidr.js';
import type { AuditTrailOptions, BlocksOptions, UserEntityOption } from './audit-trail-options.js';

export interface ResolvedPruneOptions {
  readonly cron: string;
  /** `null`: the database's own, which its dialect knows. */
  readonly batchSize: number | null;
  readonly pauseMs: number;
}

/** The options as every room reads them: checked, complete and frozen. `null` stands for "not given". */
export interface ResolvedOptions {
  readonly ipStoreDays: number | 'forever';
  readonly prune: ResolvedPruneOptions | false;
  readonly keepEntries: false | { readonly days: number };
  readonly request: AuditTrailOptions['request'] | null;
  readonly user: AuditTrailOptions['user'] | null;
  readonly ip: AuditTrailOptions['ip'] | null;
  readonly whenRecordingFails: 'reject' | 'log';
  readonly onRecorded: AuditTrailOptions['onRecorded'] | null;
  readonly retryForMs: number;
  readonly shutdownTimeoutMs: number;
  readonly maxWaiting: number;
  readonly userEntity: UserEntityOption | null;
  readonly describeUsers: AuditTrailOptions['describeUsers'] | null;
  readonly sharedRanges: readonly IpRange[];
  readonly neverBlock: readonly IpRange[];
  readonly lookupLogDays: number;
  readonly maxLookupsPerDay: number;
  /** The first signs, all verify; empty: the one that the database keeps. */
  readonly secret: readonly Uint8Array[];
  readonly blocks: Readonly<Required<Omit<BlocksOptions, 'exempt'>>> & {
    readonly exempt: NonNullable<BlocksOptions['exempt']> | null;
  };
}

/** The token under which the resolved options are injected. */
export const AUDIT_TRAIL_OPTIONS = Symbol.for('nest-audit-trail.options');
