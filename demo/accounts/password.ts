import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);

/** A demo's cost, so that hundreds of simulated members can register at once. A real site takes 2 ** 17. */
const COST = { N: 1024 };
const KEY_BYTES = 32;

/** Salt and key, as one line for the database. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, KEY_BYTES, COST);
  return `${salt.toString('hex')}:${key.toString('hex')}`;
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split(':');
  const derived = await derive(password, Buffer.from(salt, 'hex'), KEY_BYTES, COST);
  return timingSafeEqual(derived, Buffer.from(key, 'hex'));
}
