import { AuditTrailError, type AuditTrailErrorCode } from '../../src/audit-trail.error.js';

/** The sentence with which something is refused; fails where it is not, or with another code. */
export function refusalOf(what: () => unknown, code: AuditTrailErrorCode = 'INVALID_OPTIONS'): string {
  try {
    what();
  } catch (error) {
    if (error instanceof AuditTrailError && error.code === code) return error.message;
    throw error;
  }
  throw new Error('It was taken.');
}
