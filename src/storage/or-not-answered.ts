import { AuditTrailError } from '../audit-trail.error.js';
import type { TrailDatabase } from './trail-database.js';

/**
 * Runs work on the database for a caller of the package, who gets to see the driver's code and nothing else of it.
 *
 * @param remedy what holds now, and what to do
 * @throws AuditTrailError `NOT_ANSWERED`, or what the work threw on purpose
 */
export async function orNotAnswered<T>(
  database: Pick<TrailDatabase, 'faultOf'>,
  remedy: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AuditTrailError) throw error;
    const { code } = database.faultOf(error);
    throw new AuditTrailError(
      'NOT_ANSWERED',
      `The database gave no answer${code === undefined ? '' : ` (${code})`}. ${remedy}`,
      code === undefined ? {} : { driverCode: code },
    );
  }
}
