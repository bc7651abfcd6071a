export { AuditTrailConsoleModule } from './console.module.js';
export type { AuditTrailConsoleOptions, ConsoleRights, ConsoleStaff, UserFinder } from './console-options.js';
