import { beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AuditTrailEntry } from '../../src/index.js';
import { describeEachDatabase, type TestDatabase } from '../support/databases.js';
import { until } from '../support/forum/until.js';
import { Compiled } from './compiled.js';
import { ForumProcess } from './forum-process.js';

/** `.ci/full` asks for twenty. */
const KILLS = Number(process.env.TEST_KILLS ?? 3);
const CLIENTS = 16;

async function recordedNumbers({ options }: TestDatabase): Promise<number[]> {
  const dataSource = await new DataSource({ ...options, entities: AUDIT_TRAIL_ENTITIES }).initialize();
  const entries = await dataSource.getRepository(AuditTrailEntry).find();
  await dataSource.destroy();
  return entries.map((entry) => Number(entry.entityId));
}

describeEachDatabase('a process that is killed in the middle of load', (database) => {
  let compiled: Compiled;
  beforeAll(async () => {
    compiled = await Compiled.make();
  });

  it(`has recorded, ${KILLS} times over, every action that a client was told of, and none twice`, async () => {
    let number = 0;
    const told: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const forum = await ForumProcess.start(compiled, database());
      const clients = Array.from({ length: CLIENTS }, () => forum.actUntilGone(() => ++number));
      // Another moment each time.
      await until('clients were answered', () => forum.told.length > 20 + kill * 7);
      await forum.end('SIGKILL');
      await Promise.all(clients);
      told.push(...forum.told);
      expect(forum.refused).toEqual([]);
    }
    const recorded = await recordedNumbers(database());
    expect(new Set(recorded).size).toBe(recorded.length);
    expect(told.filter((one) => !recorded.includes(one))).toEqual([]);
  }, 180_000);

  it('has recorded everything that it accepted when it is asked to end', async () => {
    let number = 1_000_000;
    const forum = await ForumProcess.start(compiled, database());
    const clients = Array.from({ length: CLIENTS }, () => forum.actUntilGone(() => ++number));
    await until('clients were answered', () => forum.told.length > 50);
    await forum.end('SIGTERM');
    await Promise.all(clients);
    const recorded = await recordedNumbers(database());
    expect(forum.refused).toEqual([]);
    expect(forum.told.filter((one) => !recorded.includes(one))).toEqual([]);
  });
});
