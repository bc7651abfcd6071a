import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf } from '../describe-value.js';
import type { IdBounds } from '../storage/dialects/read-plans.js';
import { firstIdOf } from '../storage/entry-id.js';

/** From one point in time to another, both included; without them, all that is kept. */
export interface TimeWindow {
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Above every id. */
const NO_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The ids of what was made in a window.
 *
 * @param oldest the first id that may be shown at all
 * @param after the last id of the page before, if there was one
 * @throws AuditTrailError `INVALID_TIME`
 */
export function idBoundsOf(window: TimeWindow, oldest: string, after: string | null = null): IdBounds {
  const from = window.from === undefined ? oldest : later(oldest, firstIdOf(timeOf(window.from)));
  const below = window.to === undefined ? NO_ID : firstIdOf(timeOf(window.to) + 1);
  return { from, below: after === null || below < after ? below : after };
}

/** @throws AuditTrailError `INVALID_TIME` */
export function checkWindow({ from, to }: TimeWindow): void {
  checkTime('from', from);
  checkTime('to', to);
  if (from !== undefined && to !== undefined && from > to) {
    throw new AuditTrailError(
      'INVALID_TIME',
      `"from" is ${from.toISOString()} and "to" ${to.toISOString()}; wanted "from" to be no later than "to".`,
    );
  }
}

function checkTime(name: string, time: unknown): void {
  if (time === undefined || (time instanceof Date && !Number.isNaN(time.getTime()))) return;
  const came = time instanceof Date ? 'an invalid Date' : shapeOf(time);
  throw new AuditTrailError('INVALID_TIME', `"${name}" is ${came}; wanted a Date, or nothing.`);
}

function timeOf(time: Date): number {
  return time.getTime();
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
