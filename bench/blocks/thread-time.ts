import { readFileSync } from 'node:fs';

const SCHEDULE = `/proc/self/task/${process.pid}/schedstat`;

/**
 * For how many milliseconds the thread of the event loop has had a processor so far. Where the system does not tell,
 * those of the whole process, whose other threads collect garbage and compile.
 */
export function threadTime(): number {
  try {
    return Number.parseInt(readFileSync(SCHEDULE, 'latin1'), 10) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  }
}
