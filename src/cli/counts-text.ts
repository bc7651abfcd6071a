import type { Terminal } from './terminal.js';

/** Rows by source, one line each, in columns. */
export function printCounts(counts: Readonly<Record<string, number>>, terminal: Terminal): void {
  const sources = Object.entries(counts);
  const width = Math.max(...sources.map(([source]) => source.length));
  for (const [source, rows] of sources) {
    terminal.say(`  ${source.padEnd(width)}  ${rows.toLocaleString('en').padStart(12)}`);
  }
}
