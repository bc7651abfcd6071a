import type { BenchQuestion } from './questions.js';
import type { InvestigationsService } from 'nest-audit-trail';

/** How long a question took, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
}

/** As many staff as keep each of them under what a day allows. */
const ASKED_BY_EACH = 50;

/** Asks each once to warm up, then each once again. */
export async function latencyOf(
  { title, asks }: BenchQuestion,
  investigations: InvestigationsService,
): Promise<Latency> {
  const times: number[] = [];
  for (const round of ['warm', 'measured']) {
    for (const [i, ask] of asks.entries()) {
      const staffId = `${round} ${title} ${Math.floor(i / ASKED_BY_EACH)}`;
      const investigation = investigations.open({ staffId, reason: 'how long it takes' });
      const began = performance.now();
      await ask(investigation);
      if (round === 'measured') times.push(performance.now() - began);
    }
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), worst: at(1) };
}
