import { AuditTrailError } from '../audit-trail.error.js';

/** Says why an entry is not known to be durable: the driver's code at the most, never its message or parameters. */
export function notRecorded(why: string, driverCode?: string): AuditTrailError {
  const code = driverCode === undefined ? '' : ` (${driverCode})`;
  return new AuditTrailError(
    'NOT_RECORDED',
    `The entry was not recorded: ${why}${code}. What it was about may have been done all the same; who needs both or neither records with { manager }.`,
    driverCode === undefined ? {} : { driverCode },
  );
}
