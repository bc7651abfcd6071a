import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf, show } from '../describe-value.js';
import { userIdOf } from '../request/current-user.js';

const DEFAULT_LIMIT = 50;
const HIGHEST_LIMIT = 500;

/**
 * A filter that came from outside, with names that exist: one that is misspelt would be no condition at all, and
 * show everybody.
 *
 * @throws AuditTrailError `INVALID_OPTIONS`
 */
export function checkFilter(filter: unknown, names: readonly string[]): void {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) {
    refuse('filter', shapeOf(filter), `an object with any of ${names.join(', ')}`);
  }
  const unknown = Object.keys(filter).find((name) => !names.includes(name));
  if (unknown !== undefined) refuse('filter', `has ${show(unknown)}`, `any of ${names.join(', ')}`);
}

/** @throws AuditTrailError `INVALID_OPTIONS` */
export function limitOf(limit: unknown): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= HIGHEST_LIMIT)
    return limit;
  return refuse('limit', show(limit), `a whole number from 1 to ${HIGHEST_LIMIT}`);
}

/** @throws AuditTrailError `INVALID_OPTIONS` */
export function textOf(name: string, text: unknown, longest: number): string | null {
  if (text === undefined) return null;
  const isText = typeof text === 'string' && !text.includes('\0') && text.isWellFormed();
  if (isText && text !== '' && text.length <= longest) return text;
  return refuse(name, shapeOf(text), `text of 1 to ${longest} characters`);
}

/** @throws AuditTrailError `INVALID_USER` */
export function lookedUpUser(userId: unknown): string {
  const id = userIdOf(userId);
  if (id !== null) return id;
  throw new AuditTrailError(
    'INVALID_USER',
    `The userId is ${shapeOf(userId)}; wanted the id of the user that is looked up.`,
  );
}

export function refuse(name: string, came: string, wanted: string): never {
  throw new AuditTrailError('INVALID_OPTIONS', `"${name}" is ${came}; wanted ${wanted}.`);
}
