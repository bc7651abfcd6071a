import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf } from '../describe-value.js';
import { isUserId } from '../user-id.js';
import { withoutAddresses } from './without-addresses.js';

/** Who looks something up, and why. */
export interface StaffAndReason {
  staffId: string;
  /** 3 to 500 characters. Addresses in it are stored as `[address]`. */
  reason: string;
}

/** Who asks where no person does. No staff member can have this id. */
const SYSTEM_ID = 'system';

const SHORTEST_REASON = 3;
const LONGEST_REASON = 500;

/** Who looks something up, checked: what the log of lookups takes. Made by `staffOf` and `systemFor`. */
export class Staff {
  private constructor(
    readonly id: string,
    /** Without addresses, at most 500 characters. */
    readonly reason: string,
    /** The lookups that are in the log already, where this asks for parts of one page; else `null`. */
    readonly logged: readonly [string, ...string[]] | null = null,
  ) {}

  get isSystem(): boolean {
    return this.id === SYSTEM_ID;
  }

  /**
   * Checks a name and a reason that came from outside.
   *
   * @throws AuditTrailError `INVALID_USER`, `REASON_REQUIRED`
   */
  static of(by: unknown): Staff {
    if (by instanceof Staff) return by;
    const { staffId, reason } = (typeof by === 'object' && by !== null ? by : {}) as Partial<StaffAndReason>;
    return new Staff(checkedId(staffId), storedReason(checkedReason(reason)));
  }

  /** The same, for the parts of a page that has been logged as a whole: each part is answered, and not logged again. */
  under(logged: readonly [string, ...string[]]): Staff {
    return new Staff(this.id, this.reason, logged);
  }

  /** The names under which the public methods take it. */
  get staffId(): string {
    return this.id;
  }

  /** What the package does without being told by a person, such as an export that the host called by itself. */
  static systemFor(reason: string): Staff {
    return new Staff(SYSTEM_ID, storedReason(reason));
  }
}

function checkedId(staffId: unknown): string {
  if (isUserId(staffId) && staffId !== SYSTEM_ID) return staffId;
  const came = staffId === SYSTEM_ID ? `'${SYSTEM_ID}', which stands for no person` : shapeOf(staffId);
  throw new AuditTrailError(
    'INVALID_USER',
    `The staffId is ${came}; wanted the id of the staff member who looks this up, 1 to 255 printable ASCII ` +
      'characters without spaces around it. Pass { staffId, reason }.',
    { value: staffId },
  );
}

function checkedReason(reason: unknown): string {
  const text = typeof reason === 'string' ? reason.trim() : '';
  const length = Array.from(text).length;
  if (length >= SHORTEST_REASON && length <= LONGEST_REASON && isText(text)) return text;
  const came =
    typeof reason === 'string' && !isText(reason) ? 'text that no database keeps' : shapeOf(reason);
  throw new AuditTrailError(
    'REASON_REQUIRED',
    `The reason is ${came}; wanted ${SHORTEST_REASON} to ${LONGEST_REASON} characters that say why this is looked ` +
      'up. It is kept in the log of lookups.',
    { value: reason },
  );
}

/** Neither a NUL character nor half a surrogate pair. */
function isText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** `[address]` is longer than a short address. */
function storedReason(reason: string): string {
  return Array.from(withoutAddresses(reason)).slice(0, LONGEST_REASON).join('');
}
