import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { entityReference, InvestigationsService, IpRetentionService } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { DAY_MS } from './retention-world.js';

const page = readFileSync(new URL('../../docs/growing.md', import.meta.url), 'utf8');
/** What stands on the page between `<!-- name -->` and `<!-- /name -->`. */
const shown = (name: string) =>
  new RegExp(`<!-- ${name} -->\\s+\`\`\`sql\\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';

const STAFF = { staffId: '3', reason: 'Spam in thread 4711' };
const forums = forumsOfTest();

async function partitionsOf(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(
    `select inhrelid::regclass::text as name from pg_inherits
     where inhparent = 'audit_trail_entry'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

describeEachDatabase(
  'entries in partitions, as the page on growing makes them',
  (database) => {
    it('are recorded, looked up, pruned, and dropped by the day', async () => {
      const { app, trail, dataSource } = await forums.on(database());
      const record = (user: string, daysAgo: number) =>
        trail.recordFor({ user, ip: '203.0.113.7' }, entityReference('Thing', '1'), {
          at: new Date(Date.now() - daysAgo * DAY_MS),
        });
      const users = async () => {
        const investigation = app.get(InvestigationsService).open(STAFF);
        return (await investigation.entries({ range: '203.0.113.0/24' })).items.map(({ userId }) => userId);
      };
      await record('before', 1);
      await dataSource.query(shown('partitions'));
      await dataSource.query(shown('nightly'));
      // Every night: what is there stays.
      await dataSource.query(shown('nightly'));
      const partitions = await partitionsOf(dataSource);
      expect(partitions).toHaveLength(15);

      await record('after', 0);
      await record('old', 100);
      expect(await users()).toEqual(['after', 'before']);
      const { deleted, errors } = await app.get(IpRetentionService).prune();
      expect({ entries: deleted['entries'], errors }).toEqual({ entries: 1, errors: [] });

      const drop = shown('drop').replaceAll('audit_trail_entry_20260823', partitions[0] ?? '');
      for (const statement of drop.trim().split('\n')) await dataSource.query(statement);
      expect(await partitionsOf(dataSource)).toEqual(partitions.slice(1));
      expect(await users()).toEqual(['after', 'before']);
    });
  },
  { on: ['postgres'] },
);
