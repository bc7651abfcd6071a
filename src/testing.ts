export { AuditTrailTestingModule } from './testing/audit-trail-testing.module.js';
export { RecordedEntries } from './testing/recorded-entries.js';
export { expectRecorded } from './testing/expect-recorded.js';
export type { ExpectedEntry, TestedApplication } from './testing/expect-recorded.js';
export { TestClock } from './testing/test-clock.js';
export { Clock } from './clock.js';
export { unauditedRoutes } from './testing/unaudited-routes.js';
