import { AuditTrailError } from '../audit-trail.error.js';
import { show } from '../describe-value.js';
import type { AuditTrailDecoratorOptions } from './audit-trail-decorator-options.js';
import { ACTION_LENGTH } from './entry-limits.js';

const WANTED: Readonly<Record<keyof AuditTrailDecoratorOptions, string>> = {
  action: `text of 1 to ${ACTION_LENGTH} characters`,
  of: 'an entity class or the name of an entity',
  entity: 'a function, (result, request, context) => entity',
  user: 'a function, (result, request) => user',
  snapshot: 'a function, (entity, request) => object',
  failedAttempts: 'true or false',
};

/** @throws AuditTrailError `INVALID_OPTIONS` */
export function checkDecoratorOptions(options: AuditTrailDecoratorOptions): AuditTrailDecoratorOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid(`the options were ${show(options)}; wanted an object, such as { action: 'thread.start' }`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(WANTED, name)) {
      throw invalid(`there is no option "${name}"; there are ${Object.keys(WANTED).join(', ')}`);
    }
    const option = name as keyof AuditTrailDecoratorOptions;
    if (value !== undefined && !isValid(option, value)) {
      throw invalid(`the option "${name}" was ${show(value)}; wanted ${WANTED[option]}`);
    }
  }
  return options;
}

function isValid(option: keyof AuditTrailDecoratorOptions, value: unknown): boolean {
  if (option === 'action') return typeof value === 'string' && value !== '' && value.length <= ACTION_LENGTH;
  if (option === 'of') return typeof value === 'string' ? value !== '' : Object(value) === value;
  if (option === 'failedAttempts') return typeof value === 'boolean';
  return typeof value === 'function';
}

function invalid(what: string): AuditTrailError {
  return new AuditTrailError('INVALID_OPTIONS', `@AuditTrail(): ${what}.`);
}
