import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where a lookup goes on. */
export interface PageCursor {
  /** The row of the log that this lookup has already. */
  readonly lookupId: string;
  /** The next page begins below this id. */
  readonly below: string;
  /** How many were shown so far. */
  readonly seen: number;
}

const VERSION = 1;
const ID_BYTES = 16;
const TIME_BYTES = 6;
const CONTENT_BYTES = 1 + ID_BYTES + ID_BYTES + 4 + TIME_BYTES;
const MAC_BYTES = 32;
const LIFETIME_MS = 86_400_000;
const BASE64URL = /^[\w-]+$/;

/**
 * A cursor as text, signed together with the question that it belongs to, which it does not hold: it names no
 * address and nobody.
 *
 * @param now milliseconds since 1970
 */
export function writeCursor(cursor: PageCursor, question: string, key: Uint8Array, now: number): string {
  const content = Buffer.alloc(CONTENT_BYTES);
  content.writeUInt8(VERSION, 0);
  bytesOfId(cursor.lookupId).copy(content, 1);
  bytesOfId(cursor.below).copy(content, 1 + ID_BYTES);
  content.writeUInt32BE(cursor.seen, 1 + 2 * ID_BYTES);
  content.writeUIntBE(now, CONTENT_BYTES - TIME_BYTES, TIME_BYTES);
  return Buffer.concat([content, macOf(content, question, key)]).toString('base64url');
}

/** `null` where none of the keys signed it for this question, or where that is 24 hours ago. */
export function readCursor(
  text: unknown,
  question: string,
  keys: readonly Uint8Array[],
  now: number,
): PageCursor | null {
  if (typeof text !== 'string' || !BASE64URL.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  // Bits after the last byte would not be signed.
  if (bytes.length !== CONTENT_BYTES + MAC_BYTES || bytes.toString('base64url') !== text) return null;
  const [content, mac] = [bytes.subarray(0, CONTENT_BYTES), bytes.subarray(CONTENT_BYTES)];
  if (!keys.some((key) => timingSafeEqual(mac, macOf(content, question, key)))) return null;
  if (now - content.readUIntBE(CONTENT_BYTES - TIME_BYTES, TIME_BYTES) >= LIFETIME_MS) return null;
  return {
    lookupId: idOfBytes(content.subarray(1, 1 + ID_BYTES)),
    below: idOfBytes(content.subarray(1 + ID_BYTES, 1 + 2 * ID_BYTES)),
    seen: content.readUInt32BE(1 + 2 * ID_BYTES),
  };
}

function macOf(content: Uint8Array, question: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(content).update(question).digest();
}

function bytesOfId(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOfBytes(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
