import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { AuditTrailOptions, UserEntityOption } from './audit-trail-options.js';
import { DEFAULT_OPTIONS } from './default-options.js';
import {
  aFunction,
  checkProperties,
  cronExpression,
  oneOf,
  ranges,
  refuseOption,
  secrets,
  wholeNumber,
  type Check,
} from './option-checks.js';
import type { ResolvedOptions } from './resolved-options.js';

const LONGEST_DAYS = 3650;
const LONGEST_WAIT_MS = 3_600_000;

const days = wholeNumber(1, LONGEST_DAYS, 'days');

const storeDays: Check<number | 'forever'> = (came, option) =>
  came === 'forever'
    ? came
    : wholeNumber(1, LONGEST_DAYS, 'days', ", or 'forever' to keep addresses without an end")(came, option);

const waitMs = wholeNumber(0, LONGEST_WAIT_MS, 'milliseconds');

const PRUNE_CHECKS = {
  cron: cronExpression,
  batchSize: wholeNumber(1, 100_000, 'rows in one transaction'),
  pauseMs: wholeNumber(0, 60_000, 'milliseconds'),
};

const prune: Check<ResolvedOptions['prune']> = (came, option) => {
  if (came === false) return false;
  if (Object(came) !== came) return refuseOption(option, came, 'false or { cron, batchSize, pauseMs }');
  return Object.freeze({ ...DEFAULT_OPTIONS.prune, ...checkProperties(came, option, PRUNE_CHECKS) });
};

const keepEntries: Check<ResolvedOptions['keepEntries']> = (came, option) => {
  if (came === false) return false;
  const kept = Object(came) === came ? checkProperties(came, option, { days })['days'] : undefined;
  return typeof kept === 'number'
    ? Object.freeze({ days: kept })
    : refuseOption(option, came, 'false or { days }');
};

const entityTarget: Check<EntityTarget<ObjectLiteral>> = (came, option) =>
  typeof came === 'function' || (typeof came === 'string' && came !== '') || isEntitySchema(came)
    ? (came as EntityTarget<ObjectLiteral>)
    : refuseOption(option, came, 'an entity class, or the name of an entity');

/** What `new EntitySchema()` makes, whichever copy of TypeORM it came from. */
const isEntitySchema = (came: unknown) => typeof came === 'object' && came !== null && 'options' in came;

const propertyName: Check<string> = (came, option) =>
  typeof came === 'string' && came !== ''
    ? came
    : refuseOption(option, came, 'the name of the property that holds the id under which users are recorded');

const userEntity: Check<UserEntityOption> = (came, option) => {
  if (typeof came === 'object' && came !== null && 'entity' in came) {
    entityTarget(came.entity, `${option}.entity`);
    checkProperties(came, option, { entity: entityTarget, userId: propertyName });
    return Object.freeze({ ...came }) as UserEntityOption;
  }
  if (typeof came === 'object' && !isEntitySchema(came)) {
    return refuseOption(option, came, "the host's user entity class, or { entity, userId: 'publicId' }");
  }
  return entityTarget(came, option);
};

const blocks: Check<ResolvedOptions['blocks']> = (came, option) =>
  Object.freeze({
    ...DEFAULT_OPTIONS.blocks,
    ...checkProperties(came, option, {
      refreshMs: wholeNumber(100, LONGEST_WAIT_MS, 'milliseconds'),
      loadTimeoutMs: waitMs,
      whenUnreadable: oneOf('refuse', 'pass'),
      enforce: oneOf(true, 'report', false),
      exempt: aFunction('(request) => whether no block refuses it'),
    }),
  });

const CHECKS: { readonly [Name in keyof Required<AuditTrailOptions>]: Check<ResolvedOptions[Name]> } = {
  ipStoreDays: storeDays,
  prune,
  keepEntries,
  request: aFunction('(context) => request'),
  user: aFunction('(request) => the id of who is signed in, or null'),
  ip: aFunction('(request) => the address of the client'),
  whenRecordingFails: oneOf('reject', 'log'),
  onRecorded: aFunction('(entry) => void'),
  retryForMs: wholeNumber(1, LONGEST_WAIT_MS, 'milliseconds'),
  shutdownTimeoutMs: waitMs,
  maxWaiting: wholeNumber(1, 10_000_000, 'entries'),
  userEntity,
  describeUsers: aFunction('(userIds) => a promise of a Map of names'),
  sharedRanges: ranges,
  neverBlock: ranges,
  lookupLogDays: days,
  maxLookupsPerDay: wholeNumber(1, 1_000_000, 'lookups'),
  secret: secrets,
  blocks,
};

/**
 * Checks what the host passed in and fills in the defaults.
 *
 * @throws AuditTrailError `INVALID_OPTIONS`, naming the option, what came and what was wanted
 */
export function resolveOptions(given: unknown): ResolvedOptions {
  const checked = checkProperties(given, '', CHECKS);
  const options = { ...DEFAULT_OPTIONS, ...checked } as ResolvedOptions;
  checkKeptLongerThanStored(options);
  return Object.freeze(options);
}

function checkKeptLongerThanStored({ keepEntries: kept, ipStoreDays }: ResolvedOptions): void {
  if (kept === false || (ipStoreDays !== 'forever' && kept.days > ipStoreDays)) return;
  const wanted =
    ipStoreDays === 'forever'
      ? "false, since with ipStoreDays: 'forever' no address is taken out of an entry"
      : `more days than ipStoreDays, which is ${ipStoreDays}`;
  refuseOption('keepEntries.days', kept.days, wanted);
}
