import { BlankedUntil } from './blanked-until.js';
import { ClockCheck } from './clock-check.js';
import { EffectiveStoreTimes } from './effective-store-times.js';
import { IpRetentionService } from './ip-retention.service.js';
import { LastRun } from './last-run.js';
import { OverdueCheck } from './overdue-check.js';
import { PackagePlaces } from './package-places.js';
import { PruneRunner } from './prune-runner.js';
import { PruneSchedule } from './prune.schedule.js';
import { StoredIpPlaces } from './stored-ip-places.js';

/** What a module provides so that `IpRetentionService` works. */
export const RETENTION_PROVIDERS = [
  BlankedUntil,
  PackagePlaces,
  StoredIpPlaces,
  EffectiveStoreTimes,
  ClockCheck,
  LastRun,
  PruneRunner,
  IpRetentionService,
];

/** What an application runs beside it, on time. */
export const RETENTION_SCHEDULE = [OverdueCheck, PruneSchedule];
