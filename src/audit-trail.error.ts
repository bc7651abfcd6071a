/** What went wrong, for programs. Each code is explained in `docs/errors.md`. */
export type AuditTrailErrorCode =
  | 'INVALID_OPTIONS'
  | 'SCHEMA_MISSING'
  | 'UNSUPPORTED_DATABASE'
  | 'NOT_AN_ENTITY'
  | 'ENTITY_NOT_SAVED'
  | 'INVALID_USER'
  | 'INVALID_IP'
  | 'INVALID_TIME'
  | 'INVALID_ENTRY'
  | 'SNAPSHOT_TOO_LARGE'
  | 'NOT_RECORDED'
  | 'NOT_ANSWERED'
  | 'INVALID_RANGE'
  | 'RANGE_TOO_WIDE'
  | 'INVALID_CURSOR'
  | 'REASON_REQUIRED'
  | 'TOO_MANY_LOOKUPS'
  | 'ALREADY_BLOCKED'
  | 'NOT_BLOCKABLE'
  | 'HELD'
  | 'NOT_FOUND';

/** What an error may carry beside its code and its sentence. */
export interface AuditTrailErrorDetails {
  /** The value that was refused. */
  readonly value?: unknown;
  /** The driver's own code, such as `08006` or `ER_LOCK_DEADLOCK`; never its message. */
  readonly driverCode?: string;
}

/**
 * Every error that this package throws on purpose.
 *
 * The message says what came, what was wanted and what to do. It holds no address and no user id: of these it
 * gives the shape (`a string of 12 characters`), and the value stands on `error.value`, which is not enumerable,
 * so that loggers and serializers leave it out.
 */
export class AuditTrailError extends Error {
  readonly code: AuditTrailErrorCode;
  /** The driver's own code, where a database refused. */
  readonly driverCode?: string;
  /** The value that was refused; not enumerable. */
  declare readonly value?: unknown;

  constructor(code: AuditTrailErrorCode, message: string, details: AuditTrailErrorDetails = {}) {
    super(message);
    this.name = 'AuditTrailError';
    this.code = code;
    if (details.driverCode !== undefined) this.driverCode = details.driverCode;
    if ('value' in details) Object.defineProperty(this, 'value', { value: details.value, enumerable: false });
  }
}
