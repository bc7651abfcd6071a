import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { entityReference, IpRetentionService } from '../../src/index.js';
import { type DatabaseKind, describeEachDatabase } from '../support/databases.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { hosts } from './hosts.js';
import { namesIn } from './names-in.js';
import { DAY_MS } from './retention-world.js';

const forums = forumsOfTest();
const WHO = { user: '7', ip: '2001:db8::7' };

describeEachDatabase('an application whose tables have names of its own', (database, kind: DatabaseKind) => {
  describe.each(hosts.filter(({ on = kind }) => on === kind))('$title', ({ more, contains }) => {
    it('records, reads and deletes there', async () => {
      const plain = await new DataSource(database().options).initialize();
      if ('schema' in more) await plain.query(`create schema "${String(more.schema)}"`);
      const dataSource = {
        ...more,
        migrationsTableName: `migrations_of_${contains.replaceAll(/\W/g, '_').toLowerCase()}`,
      };
      const forum = await forums.on(database(), { dataSource, trail: { whenRecordingFails: 'log' } });
      expect(await namesIn(plain)).toEqual(expect.arrayContaining([expect.stringContaining(contains)]));
      await plain.destroy();

      const at = new Date(Date.now() - 91 * DAY_MS);
      await forum.trail.recordFor(WHO, entityReference(Thread, 1), { at });
      await forum.dataSource.transaction((manager) =>
        forum.trail.recordFor(WHO, entityReference(Thread, 2), { manager }),
      );
      await forum.trail.recordMany([{ ...WHO, entity: entityReference('Thread', 3) }]);
      expect(await forum.entries()).toMatchObject(
        [1, 2, 3].map((id) => ({ ip: WHO.ip, entityId: String(id) })),
      );
      expect(await forum.app.get(IpRetentionService).prune({ dryRun: true })).toMatchObject({
        deleted: { entries: 1 },
      });
      expect(await forum.app.get(IpRetentionService).prune()).toMatchObject({
        deleted: { entries: 1 },
        errors: [],
      });
      expect((await forum.entries()).map(({ entityId }) => entityId)).toEqual(['2', '3']);
      expect(await forum.trail.health()).toMatchObject({ status: 'up' });
    });
  });
});
