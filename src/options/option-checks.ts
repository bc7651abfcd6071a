import { sendAt, validateCronExpression } from 'cron';
import { parseIpRange, type IpRange } from '../address/cidr.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { show } from '../describe-value.js';

/** Reads one option: the value that came, and the option's name for the message. */
export type Check<T> = (came: unknown, option: string) => T;

export function refuseOption(option: string, came: unknown, wanted: string): never {
  throw new AuditTrailError(
    'INVALID_OPTIONS',
    `AuditTrailModule: the option "${option}" was ${show(came)}; wanted ${wanted}.`,
  );
}

export const wholeNumber =
  (low: number, high: number, unit: string, hint = ''): Check<number> =>
  (came, option) => {
    if (typeof came === 'number' && Number.isInteger(came) && came >= low && came <= high) return came;
    return refuseOption(option, came, `${unit}, a whole number from ${low} to ${high}${hint}`);
  };

export const oneOf =
  <const T extends readonly unknown[]>(...allowed: T): Check<T[number]> =>
  (came, option) =>
    allowed.includes(came) ? came : refuseOption(option, came, allowed.map(show).join(' or '));

/** A function as the host wrote it; its own parameters cannot be checked here. */
export const aFunction =
  <T>(signature: string): Check<T> =>
  (came, option) =>
    typeof came === 'function' ? (came as T) : refuseOption(option, came, `a function, ${signature}`);

export const cronExpression: Check<string> = (came, option) => {
  const wanted = 'a cron expression such as "17 3 * * *" (minute, hour, day of month, month, day of week)';
  if (typeof came !== 'string' || !validateCronExpression(came).valid)
    return refuseOption(option, came, wanted);
  return hasNextTime(came) ? came : refuseOption(option, came, `${wanted} for a day that there is`);
};

/** The 30th of February can be written, but never comes. */
function hasNextTime(cron: string): boolean {
  try {
    sendAt(cron);
    return true;
  } catch {
    return false;
  }
}

export const ranges: Check<readonly IpRange[]> = (came, option) => {
  if (!Array.isArray(came))
    return refuseOption(option, came, 'an array of addresses and ranges in CIDR notation');
  const read = came.map((text: unknown, i) => {
    const wanted = 'an address or a range in CIDR notation, such as "203.0.113.0/24" or "2001:db8::/32"';
    return parseIpRange(text) ?? refuseOption(`${option}[${i}]`, text, wanted);
  });
  return Object.freeze(read);
};

const MINIMUM_SECRET_BYTES = 32;

export const secrets: Check<readonly Uint8Array[]> = (came, option) => {
  const given: readonly unknown[] = Array.isArray(came) ? came : [came];
  if (given.length === 0) return refuseOption(option, came, 'a secret, or an array of at least one');
  const read = given.map((secret) => {
    const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
    if (bytes instanceof Uint8Array && bytes.byteLength >= MINIMUM_SECRET_BYTES) return bytes;
    // A secret is never shown, not even a refused one.
    const size = bytes instanceof Uint8Array ? `${bytes.byteLength} bytes long` : 'neither text nor bytes';
    throw new AuditTrailError(
      'INVALID_OPTIONS',
      `AuditTrailModule: the option "${option}" was ${size}; wanted at least ${MINIMUM_SECRET_BYTES} bytes, the same in every process.`,
    );
  });
  return Object.freeze(read);
};

/** Checks the properties of a plain object one by one; refuses names that are not in the table. */
export function checkProperties(
  came: unknown,
  option: string,
  checks: Readonly<Record<string, Check<unknown>>>,
): Record<string, unknown> {
  if (typeof came !== 'object' || came === null || Array.isArray(came)) {
    const wanted = `an object with ${Object.keys(checks).join(', ')}`;
    if (option !== '') return refuseOption(option, came, wanted);
    throw new AuditTrailError(
      'INVALID_OPTIONS',
      `AuditTrailModule: the options were ${show(came)}; wanted ${wanted}.`,
    );
  }
  const path = (name: string) => (option === '' ? name : `${option}.${name}`);
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(came)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      throw new AuditTrailError(
        'INVALID_OPTIONS',
        `AuditTrailModule: there is no option "${path(name)}"; there are ${Object.keys(checks).join(', ')}.`,
      );
    }
    if (value !== undefined) result[name] = check(value, path(name));
  }
  return result;
}
