import { randomUUID } from 'node:crypto';
import { entityReference } from 'nest-audit-trail';
import { type BenchDatabase, makeDatabase } from '../support/databases.js';
import { interleave, median, ratio } from '../support/ratios.js';
import { InsertedEntry, SavedEntry, Thread } from './entities.js';
import { recordingContext } from './recording-context.js';

const CALLERS = 64;
const VARIANTS = ['ours', 'save', 'insert'] as const;
/** Entries in a slice: about as long for each. */
const ENTRIES = { ours: 60_000, save: 2_000, insert: 4_000 } as const;

/** The processor time of one entry with 64 callers, user and system, in microseconds. */
export async function compareWriters(database: BenchDatabase, rounds: number): Promise<void> {
  const made = await makeDatabase(database);
  const { app, dataSource, trail } = await recordingContext(made.options);
  const [saved, inserted] = [dataSource.getRepository(SavedEntry), dataSource.getRepository(InsertedEntry)];
  const thread = entityReference(Thread, 5);
  const content = { ip: '203.0.113.7', action: 'thread.start', entityType: 'Thread', entityId: '5' };
  const write: Record<(typeof VARIANTS)[number], (user: string) => Promise<unknown>> = {
    ours: (user) => trail.recordFor({ user, ip: content.ip }, thread, { action: content.action }),
    save: (userId) => saved.save(saved.create({ createdAt: Date.now(), userId, ...content })),
    insert: (userId) => inserted.insert({ id: randomUUID(), createdAt: Date.now(), userId, ...content }),
  };
  try {
    const slice = async (
      variant: (typeof VARIANTS)[number],
      entries: number = ENTRIES[variant],
    ): Promise<number> => {
      const before = process.cpuUsage();
      let begun = 0;
      const caller = async (): Promise<void> => {
        while (begun < entries) await write[variant](String(++begun));
      };
      await Promise.all(Array.from({ length: CALLERS }, caller));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / entries;
    };
    for (const variant of VARIANTS) await slice(variant);
    const used = await interleave(VARIANTS, rounds, slice);
    const each = VARIANTS.map((variant) => `${variant} ${median(used[variant]).toFixed(1)}`);
    console.log(
      `${database}, writer alone with ${CALLERS} callers: ${each.join(', ')} us of processor time for an entry`,
    );
    console.log(`  ours / save: ${ratio(used.ours, used.save)}`);
    console.log(`  ours / insert: ${ratio(used.ours, used.insert)}\n`);
  } finally {
    await app.close();
    await made.drop();
  }
}
