import { randomFillSync } from 'node:crypto';

/** A UUIDv7 holds 48 bits of milliseconds. */
const LATEST_TIME = 2 ** 48 - 1;
const COUNTER_BITS = 26;
const POOL_BYTES = 4096;
const RANDOM_BYTES = 10;

/**
 * Makes the ids of entries: UUIDv7 (RFC 9562) whose time is the entry's own, to the millisecond. Ids of one
 * millisecond ascend in the order in which they were made, by a counter of 26 bits (RFC 9562, 6.2, method 1) that
 * starts at a random value; 48 random bits follow. An id is never ahead of its entry's time, so that "older than"
 * is a comparison of ids.
 */
export class EntryIds {
  private lastTime = -1;
  private counter = 0;
  private readonly pool = Buffer.alloc(POOL_BYTES);
  private used = POOL_BYTES;

  /** @param time milliseconds since 1970 */
  next(time: number): string {
    const random = this.random();
    this.counter =
      time === this.lastTime
        ? (this.counter + 1) & 0x3ffffff
        : this.pool.readUInt32BE(random) >>> (33 - COUNTER_BITS);
    this.lastTime = time;
    const high = this.counter >>> 14;
    const low = this.counter & 0x3fff;
    return assemble(time, high, low, this.pool.toString('hex', random + 4, random + RANDOM_BYTES));
  }

  private random(): number {
    if (this.used + RANDOM_BYTES > POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const at = this.used;
    this.used += RANDOM_BYTES;
    return at;
  }
}

/** The smallest id that an entry of this time can have: all ids of earlier times are below it. */
export function firstIdOf(time: number): string {
  return assemble(Math.min(Math.max(0, time), LATEST_TIME), 0, 0, '000000000000');
}

/** The time of an entry, from its id, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function assemble(time: number, high12: number, low14: number, random: string): string {
  const stamp = time.toString(16).padStart(12, '0');
  const version = (0x7000 | high12).toString(16);
  const variant = (0x8000 | low14).toString(16);
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-${version}-${variant}-${random}`;
}
