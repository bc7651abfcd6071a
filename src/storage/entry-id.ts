import { randomFillSync } from 'node:crypto';

/** A UUIDv7 holds 48 bits of milliseconds. */
const LATEST_TIME = 2 ** 48 - 1;
const COUNTER_BITS = 26;
const POOL_BYTES = 4096;

/**
 * Makes the ids of entries: UUIDv7 (RFC 9562) whose time is the entry's own, to the millisecond. Ids of one
 * millisecond ascend in the order in which they were made, by a counter of 26 bits (RFC 9562, 6.2, method 1) that
 * starts at a random value; 48 random bits follow. An id is never ahead of its entry's time, so that "older than"
 * is a comparison of ids.
 */
export class EntryIds {
  private lastTime = -1;
  private counter = 0;
  /** What the ids of the last time begin with. */
  private stamp = '';
  private readonly pool = Buffer.alloc(POOL_BYTES);
  private digits = '';
  private used = 0;

  /** @param time milliseconds since 1970 */
  next(time: number): string {
    if (time === this.lastTime) {
      this.counter = (this.counter + 1) & 0x3ffffff;
    } else {
      this.counter = Number.parseInt(this.random(8), 16) >>> (33 - COUNTER_BITS);
      this.lastTime = time;
      this.stamp = stampOf(time);
    }
    return assemble(this.stamp, this.counter, this.random(12));
  }

  /** Hexadecimal digits, made by the page, since each call of the system's generator costs more than an id. */
  private random(count: number): string {
    if (this.used + count > this.digits.length) {
      this.digits = randomFillSync(this.pool).toString('hex');
      this.used = 0;
    }
    return this.digits.slice(this.used, (this.used += count));
  }
}

/** The smallest id that an entry of this time can have: all ids of earlier times are below it. */
export function firstIdOf(time: number): string {
  return assemble(stampOf(Math.min(Math.max(0, time), LATEST_TIME)), 0, '000000000000');
}

/** The time of an entry, from its id, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function stampOf(time: number): string {
  const digits = time.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

function assemble(stamp: string, counter: number, random: string): string {
  const version = (0x7000 | (counter >>> 14)).toString(16);
  const variant = (0x8000 | (counter & 0x3fff)).toString(16);
  return `${stamp}-${version}-${variant}-${random}`;
}
