import { AuditTrailError } from '../audit-trail.error.js';
import { userIdOf } from '../request/current-user.js';

/** What the methods for a person's data take for a user. */
export type PersonId = string | number | bigint | { id: unknown };

/**
 * The id under which a user is recorded.
 *
 * @throws AuditTrailError `INVALID_USER`, also for nobody
 */
export function userOf(user: unknown): string {
  const userId = userIdOf(user);
  if (userId !== null) return userId;
  throw new AuditTrailError('INVALID_USER', `The user is ${String(user)}; wanted the id of one user.`, {
    value: user,
  });
}
