import type { PruneReport } from 'nest-audit-trail';
import { loadSite, type RetentionDatabase } from './loaded-site.js';
import { forgetAnnouncements, inPruneContext } from './prune-context.js';
import { ReadyChild } from './ready-child.js';
import { deletedEntries } from './writer-beside.js';

const PROCESSES = 4;

/** The same number of old rows among more and more that are kept; half of them by one process, half by four at once. */
export async function compareGrowth(
  database: RetentionDatabase,
  sizes: readonly number[],
  old: number,
): Promise<void> {
  for (const entries of sizes) {
    const site = await loadSite(database, entries, old, 2);
    try {
      const [first = 90, second = 90] = site.steps;
      await inPruneContext(
        site.options,
        { ipStoreDays: first, prune: { pauseMs: 0 } },
        async ({ dataSource, retention }) => {
          const began = performance.now();
          const deleted = deletedEntries(await retention.prune());
          const ms = performance.now() - began;
          console.log(
            `  ${deleted.toLocaleString('en')} rows without pauses in ${(ms / 1000).toFixed(2)} s: ${Math.round((deleted / ms) * 1000).toLocaleString('en')} rows/s`,
          );
          await forgetAnnouncements(dataSource);
        },
      );
      await fourAtOnce(site.options, second);
    } finally {
      await site.drop();
    }
  }
  console.log('');
}

async function fourAtOnce(options: object, days: number): Promise<void> {
  const args = [JSON.stringify(options), String(days)];
  const children = await Promise.all(
    Array.from({ length: PROCESSES }, () =>
      ReadyChild.start(new URL('./pruner-child.js', import.meta.url), args),
    ),
  );
  const reports = await Promise.all(children.map((child) => child.ask<PruneReport>({})));
  await Promise.all(children.map((child) => child.stop()));
  const deleted = reports.map((report) => report.deleted['entries'] ?? 0);
  const others = reports.filter(({ skipped }) => skipped === 'another-process').length;
  const errors = reports.flatMap((report) => report.errors);
  console.log(
    `  ${PROCESSES} processes at once: deleted ${deleted.join(', ')}; ${others} said another-process; ${errors.length} errors`,
  );
}
