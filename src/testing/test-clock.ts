import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { show } from '../describe-value.js';

/** A clock that a test sets: until then it goes with the real one, from then on it stands still. */
export class TestClock extends Clock {
  private setTo: number | null = null;

  /**
   * @param time a Date, or milliseconds since 1970
   * @throws AuditTrailError `INVALID_TIME`
   */
  set(time: Date | number): void {
    const ms = time instanceof Date ? time.getTime() : time;
    if (typeof ms === 'number' && Number.isFinite(ms)) this.setTo = ms;
    else throw notATime(time);
  }

  /**
   * Moves on from where the clock stands, which is the present if it was not set, and stands still there.
   *
   * @param ms milliseconds; negative ones go back
   * @throws AuditTrailError `INVALID_TIME`
   */
  advance(ms: number): void {
    if (typeof ms !== 'number') throw notATime(ms);
    this.set(this.now() + ms);
  }

  /** Lets the clock go with the real one again. */
  reset(): void {
    this.setTo = null;
  }

  override now(): number {
    return this.setTo ?? super.now();
  }
}

function notATime(value: unknown): AuditTrailError {
  return new AuditTrailError(
    'INVALID_TIME',
    `The test's clock was given ${value instanceof Date ? 'an invalid Date' : show(value)}; wanted a Date, or milliseconds.`,
    { value },
  );
}
