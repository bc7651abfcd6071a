import type { ResolvedOptions, ResolvedPruneOptions } from './resolved-options.js';

/** Every default of the package; the tables in the README repeat it. */
export const DEFAULT_OPTIONS: ResolvedOptions & { readonly prune: ResolvedPruneOptions } = Object.freeze({
  ipStoreDays: 90,
  prune: Object.freeze({ cron: '17 3 * * *', batchSize: null, pauseMs: 20 }),
  keepEntries: false,
  request: null,
  user: null,
  ip: null,
  whenRecordingFails: 'reject',
  onRecorded: null,
  retryForMs: 5_000,
  shutdownTimeoutMs: 10_000,
  maxWaiting: 10_000,
  userEntity: null,
  describeUsers: null,
  sharedRanges: Object.freeze([]),
  neverBlock: Object.freeze([]),
  lookupLogDays: 365,
  maxLookupsPerDay: 200,
  secret: Object.freeze([]),
  blocks: Object.freeze({
    refreshMs: 2_000,
    loadTimeoutMs: 2_000,
    whenUnreadable: 'refuse',
    enforce: true,
    exempt: null,
  }),
});
