import type { DataSourceOptions } from 'typeorm';
import { loadEntries } from '../support/load-entries.js';
import { type BenchDatabase, makeDatabase, type MadeDatabase } from '../support/databases.js';
import { SiteEntries } from '../support/site-entries.js';
import { makeSqliteFile } from '../support/sqlite-file.js';
import { forgetAnnouncements, inPruneContext } from './prune-context.js';

export type RetentionDatabase = BenchDatabase | 'SQLite';

const STORE_DAYS = 90;

/** A database with entries of which some are older than the store time. */
export interface LoadedSite {
  readonly options: DataSourceOptions;
  /** Store times, each of which makes another part of the old entries due, as large as the one before. */
  readonly steps: readonly number[];
  drop(): Promise<void>;
}

/** @param parts into which the old entries are to be divided */
export async function loadSite(
  database: RetentionDatabase,
  entries: number,
  old: number,
  parts: number,
): Promise<LoadedSite> {
  const made: MadeDatabase = database === 'SQLite' ? await makeSqliteFile() : await makeDatabase(database);
  const oldDays = (STORE_DAYS * old) / (entries - old);
  const began = performance.now();
  await inPruneContext(made.options, { prune: false }, async ({ dataSource }) => {
    await loadEntries(dataSource, new SiteEntries(entries, Date.now(), STORE_DAYS + oldDays));
    await forgetAnnouncements(dataSource);
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `${database}: ${entries.toLocaleString('en')} entries, ${old.toLocaleString('en')} of them old, loaded in ${seconds} s`,
  );
  const steps = Array.from({ length: parts }, (_, i) =>
    Math.round(STORE_DAYS + oldDays * (1 - (i + 1) / parts)),
  );
  return { ...made, steps };
}
