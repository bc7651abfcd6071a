import { median, ratio } from '../support/ratios.js';
import { loadSite, type RetentionDatabase } from './loaded-site.js';
import { forgetAnnouncements, inPruneContext } from './prune-context.js';
import { deletedEntries } from './writer-beside.js';

const DAY_MS = 86_400_000;
const PARTS = 4;

/** Rows a second of a run without pauses, against one DELETE of as many rows, in turns along the old entries. */
export async function compareRowsASecond(
  database: RetentionDatabase,
  entries: number,
  old: number,
): Promise<void> {
  const site = await loadSite(database, entries, old, PARTS);
  const rates: Record<'ours' | 'raw', number[]> = { ours: [], raw: [] };
  try {
    for (const [part, days] of site.steps.entries()) {
      // Ours, raw, raw, ours: what the order does to one it does to the other.
      const variant = part % 4 === 0 || part % 4 === 3 ? 'ours' : 'raw';
      await inPruneContext(
        site.options,
        { ipStoreDays: days, prune: { pauseMs: 0 } },
        async ({ dataSource, retention }) => {
          const before = await countOf(dataSource);
          const began = performance.now();
          if (variant === 'ours') deletedEntries(await retention.prune());
          else await dataSource.query(rawDelete(Date.now() - days * DAY_MS));
          const ms = performance.now() - began;
          rates[variant].push(((before - (await countOf(dataSource))) / ms) * 1000);
          await forgetAnnouncements(dataSource);
        },
      );
    }
    console.log(
      `  without pauses: ${Math.round(median(rates.ours)).toLocaleString('en')} rows/s, one DELETE ${Math.round(median(rates.raw)).toLocaleString('en')} rows/s; ours / DELETE: ${ratio(rates.ours, rates.raw)}\n`,
    );
  } finally {
    await site.drop();
  }
}

function rawDelete(time: number): string {
  const stamp = time.toString(16).padStart(12, '0');
  return `DELETE FROM audit_trail_entry WHERE id < '${stamp.slice(0, 8)}-${stamp.slice(8)}-7000-8000-000000000000'`;
}

async function countOf(dataSource: { query(sql: string): Promise<unknown> }): Promise<number> {
  const [row] = (await dataSource.query('SELECT COUNT(*) AS total FROM audit_trail_entry')) as {
    total: string | number;
  }[];
  return Number(row?.total);
}
