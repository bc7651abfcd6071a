import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DataFolder } from '../start/data-folder.js';
import { openPlace } from './open-place.js';
import { postgresCanEnter } from './postgres-user.mjs';

/** Where the embedded PostgreSQL keeps its data: in the demo's folder, or else where its user can reach it. */
export async function postgresFolder({ path, isChosen, secret }: DataFolder): Promise<string> {
  // Nothing is put elsewhere than the reader said.
  if (isChosen || (await postgresCanEnter(path))) return join(path, 'postgres');
  // The secret is the server's password too: without the demo's folder the data is lost, and a new one begins anew.
  return join(await openPlace(), `postgres-${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`);
}
