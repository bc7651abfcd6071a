import type { AuditTrailOptions, UserDescription } from '../options/audit-trail-options.js';

/** Ids that one call of the host's function is given. */
const ASKED_AT_ONCE = 500;

/**
 * Which of the users are staff, as the host describes them; `null` where nobody can tell: without `describeUsers`,
 * or where it failed.
 */
export async function staffAmong(
  userIds: readonly string[],
  describeUsers: AuditTrailOptions['describeUsers'] | null,
): Promise<string[] | null> {
  if (describeUsers === null || describeUsers === undefined) return null;
  const staff: string[] = [];
  try {
    for (let at = 0; at < userIds.length; at += ASKED_AT_ONCE) {
      const asked = userIds.slice(at, at + ASKED_AT_ONCE);
      const described: ReadonlyMap<string, UserDescription> = await describeUsers([...asked]);
      staff.push(...asked.filter((userId) => described.get(userId)?.staff === true));
    }
    return staff;
  } catch {
    return null;
  }
}
