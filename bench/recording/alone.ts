import { randomUUID } from 'node:crypto';
import { entityReference } from 'nest-audit-trail';
import { type BenchDatabase, makeDatabase } from '../support/databases.js';
import { interleave, median, ratio } from '../support/ratios.js';
import { InsertedEntry, Thread } from './entities.js';
import { recordingContext } from './recording-context.js';

const ENTRIES = 300;

/** What one request waits for on an idle machine: one entry after another, against one single-row INSERT each. */
export async function compareAlone(database: BenchDatabase, rounds: number): Promise<void> {
  const made = await makeDatabase(database);
  const { app, dataSource, trail } = await recordingContext(made.options);
  const runner = dataSource.createQueryRunner();
  const id = 'the id';
  const [sql, parameters] = dataSource
    .createQueryBuilder()
    .insert()
    .into(InsertedEntry)
    .values({
      id,
      createdAt: Date.now(),
      userId: '7',
      ip: '203.0.113.7',
      action: 'thread.start',
      entityType: 'Thread',
      entityId: '5',
    })
    .getQueryAndParameters();
  // TypeORM decides the order of the columns.
  const withFreshId = () => (parameters as unknown[]).map((value) => (value === id ? randomUUID() : value));
  const thread = entityReference(Thread, 5);
  const write = {
    ours: () => trail.recordFor({ user: '7', ip: '203.0.113.7' }, thread, { action: 'thread.start' }),
    insert: () => runner.query(sql, withFreshId()),
  };
  try {
    const slice = async (variant: keyof typeof write): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < ENTRIES; i++) {
        const began = performance.now();
        await write[variant]();
        times.push(performance.now() - began);
      }
      return median(times);
    };
    await slice('ours');
    await slice('insert');
    const times = await interleave(['ours', 'insert'], rounds, slice);
    console.log(
      `${database}, one entry at a time: ours ${median(times.ours).toFixed(2)}, one INSERT ${median(times.insert).toFixed(2)} ms`,
    );
    console.log(`  ours / one INSERT: ${ratio(times.ours, times.insert)}\n`);
  } finally {
    await runner.release();
    await app.close();
    await made.drop();
  }
}
