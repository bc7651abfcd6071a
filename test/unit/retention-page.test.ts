import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RETENTION_RULES, type DueTime, type RetentionRule } from '../../src/storage/retention-rules.js';

const page = readFileSync(new URL('../../docs/retention.md', import.meta.url), 'utf8');

/** What the page says of each place: what goes, and when. */
const SAID = new Map(
  [...page.matchAll(/^\| `([^`]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, place = '', what = '', when = '']) => [place, { what, when }],
  ),
);

const WHEN: Readonly<Record<DueTime, RegExp>> = {
  storeTime: /at the store time$|the store time has passed$/,
  entriesEnd: /^at the store time; with `keepEntries: \{ days \}` then$/,
  lookupsEnd: /^after `lookupLogDays`$/,
  now: /^when it ends$/,
  erasuresEnd: /^after 30 days$/,
  blocksEnd: /^365 days after it ended$/,
};

/** What empties a row goes before the row itself does, and need not be looked for after that. */
const rowOf = ({ entity }: RetentionRule) =>
  RETENTION_RULES.find((one) => one.entity === entity && one.leaves === 'row');

describe('the page on retention', () => {
  it.each(RETENTION_RULES)('says of $place when it goes', ({ place, at }) => {
    expect(SAID.get(place)?.when).toMatch(WHEN[at]);
  });

  it.each(RETENTION_RULES)('says of $place whether a whole row goes', ({ place, leaves }) => {
    const isPart = /\b(address|range|message)\b/.test(SAID.get(place)?.what ?? '');
    expect(leaves === 'row').toBe(!isPart);
    expect(place === 'addresses' || place.endsWith(' addresses')).toBe(isPart);
  });

  it.each(RETENTION_RULES)(
    'says of $place whether it is for `keepEntries` alone',
    ({ place, isForKeptEntries }) => {
      expect(isForKeptEntries === true).toBe(SAID.get(place)?.what.endsWith(', with `keepEntries`'));
    },
  );

  it.each(RETENTION_RULES.filter(({ leaves }) => leaves !== 'row'))(
    'need not say of $place that rows which are gone have none',
    (rule) => {
      expect(rule.since).toBe(rowOf(rule)?.at);
    },
  );
});
