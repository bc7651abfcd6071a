import { AuditTrailError } from '../audit-trail.error.js';
import { show } from '../describe-value.js';
import type { AuditTrailModuleAsyncOptions, AuditTrailStaticOptions } from './audit-trail-options.js';
import { refuseOption } from './option-checks.js';

/**
 * Takes `isGlobal` and `dataSource` out of what `forRoot` or `forRootAsync` was given.
 *
 * @throws AuditTrailError `INVALID_OPTIONS`
 */
export function splitStaticOptions<T extends AuditTrailStaticOptions>(given: T) {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new AuditTrailError(
      'INVALID_OPTIONS',
      `AuditTrailModule: the options were ${show(given)}; wanted an object.`,
    );
  }
  const { isGlobal = true, dataSource, ...rest } = given;
  if (typeof isGlobal !== 'boolean') refuseOption('isGlobal', isGlobal, 'true or false');
  if (dataSource !== undefined && (typeof dataSource !== 'string' || dataSource === '')) {
    refuseOption(
      'dataSource',
      dataSource,
      'the name of a TypeORM data source, or nothing for the unnamed one',
    );
  }
  return { isGlobal, dataSource, rest };
}

const SOURCES = ['useFactory', 'useClass', 'useExisting'] as const;

/** @throws AuditTrailError `INVALID_OPTIONS` unless exactly one of the three forms is used */
export function checkAsyncOptions(
  given: Omit<AuditTrailModuleAsyncOptions, 'isGlobal' | 'dataSource'>,
): void {
  const used = SOURCES.filter((name) => given[name] !== undefined);
  if (used.length !== 1) {
    const came = used.length === 0 ? 'none of them' : used.join(' and ');
    throw new AuditTrailError(
      'INVALID_OPTIONS',
      `AuditTrailModule.forRootAsync takes one of ${SOURCES.join(', ')}; ${came} came.`,
    );
  }
}
