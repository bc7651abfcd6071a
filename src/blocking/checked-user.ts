import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf } from '../describe-value.js';
import { userIdOf } from '../request/current-user.js';

/** @throws AuditTrailError `INVALID_USER`, also for nobody */
export function checkedUser(user: unknown): string {
  const userId = userIdOf(user);
  if (userId !== null) return userId;
  throw new AuditTrailError(
    'INVALID_USER',
    `The user is ${shapeOf(user)}; wanted the id of the user whose networks are to be blocked.`,
    { value: user },
  );
}
