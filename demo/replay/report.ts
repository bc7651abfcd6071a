import type { Tally } from './tally.js';

/** What the replay says at its end. */
export function report(tally: Tally, found: ReadonlyMap<string, number>, seconds: number): string {
  const entriesFound = total(found);
  const statuses = [...tally.byStatus]
    .toSorted(([a], [b]) => a - b)
    .map(([status, n]) => `${number(n)} x ${status}`);
  const actions = [...new Set([...tally.expected.keys(), ...found.keys()])].toSorted();
  const rows = actions
    .map((action) => ({ action, found: found.get(action) ?? 0, expected: tally.expected.get(action) ?? 0 }))
    .filter((row) => row.found > 0 || row.expected > 0);
  const rate = Math.round(tally.requests / seconds);
  return [
    `requests sent      ${number(tally.requests)} in ${seconds.toFixed(1)} s, ${number(rate)} a second`,
    `answers            ${statuses.join(', ')}`,
    `entries found      ${number(entriesFound)}`,
    `entries expected   ${number(tally.entriesExpected)}`,
    '',
    ...rows.map(
      (row) => `  ${row.action.padEnd(18)} found ${number(row.found)}, expected ${number(row.expected)}`,
    ),
    '',
    verdict(tally, entriesFound),
  ].join('\n');
}

export function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function verdict(tally: Tally, entriesFound: number): string {
  const difference = entriesFound - tally.entriesExpected;
  const trail =
    difference === 0
      ? 'Every action is in the trail, once.'
      : `The trail has ${number(Math.abs(difference))} entries too ${difference > 0 ? 'many' : 'few'}. Did somebody else use the forum meanwhile?`;
  const refusal = tally.firstRefusal;
  return refusal === undefined
    ? trail
    : `${trail}\nSome requests were refused; the first one with ${refusal.status} ${JSON.stringify(refusal.body)}`;
}

function number(n: number): string {
  return n.toLocaleString('en');
}
