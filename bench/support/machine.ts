import { cpus, totalmem } from 'node:os';

/** One line that says on what the figures were taken. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
}
