import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { codeOf } from '../start/cannot-start.js';

const LOOK_AGAIN_MS = 100;
const GIVE_UP_MS = 10_000;

/** Ends the server that a killed demo left behind in this folder, and leaves one that is in use alone. */
export async function endLeftOver(folder: string, password: string): Promise<void> {
  const lockFile = join(folder, 'postmaster.pid');
  const lock = await readFile(lockFile, 'utf8').catch(() => '');
  const lines = lock.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  // PostgreSQL itself gets over the lock of a process that is gone.
  if (!(pid > 0 && isAlive(pid))) return;

  const users = await usersOf(folder, port, password);
  if (users === 'no server') {
    // Another program has the number by now. Should it be a server after all, its shared memory still keeps ours out.
    await rm(lockFile, { force: true });
    return;
  }
  if (users > 0) throw new Error('another demo is using this folder.');
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && waited < GIVE_UP_MS; waited += LOOK_AGAIN_MS)
    await sleep(LOOK_AGAIN_MS);
}

async function usersOf(folder: string, port: number, password: string): Promise<number | 'no server'> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string; users: number }>(
      `select current_setting('data_directory') as folder, (select count(*)::int from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()) as users`,
    );
    return rows[0]?.folder === folder ? rows[0].users : 'no server';
  } catch (error) {
    if (codeOf(error) === 'ECONNREFUSED') return 'no server';
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
