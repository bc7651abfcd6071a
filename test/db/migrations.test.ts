import { afterEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS, AuditTrailEntry } from '../../src/index.js';
import {
  createDatabase,
  DATABASE_KINDS,
  DATABASE_NAMES,
  describeOn,
  type TestDatabase,
} from '../support/databases.js';
import { FORUM_ENTITIES, Thread } from '../support/forum/entities.js';
import { CreateForum1700000000000 } from '../support/forum/migration.js';
import { hosts } from './hosts.js';
import { namesIn } from './names-in.js';

const OURS = { entities: AUDIT_TRAIL_ENTITIES, migrations: AUDIT_TRAIL_MIGRATIONS };
const ENTRY = {
  id: '019aafa5-0000-7000-8000-000000000000',
  createdAt: new Date(1000),
  userId: '7',
  ip: '203.0.113.7',
  action: 'thread.start',
  entityType: 'Thread',
  entityId: '12',
  outcome: 'done' as const,
  snapshot: { title: 'Welcome' },
};

for (const kind of DATABASE_KINDS) {
  describeOn(kind)(`the tables of the trail, made by its migrations, on ${DATABASE_NAMES[kind]}`, () => {
    const cleanUps: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
    });

    const empty = async () => {
      const database = await createDatabase(kind);
      cleanUps.push(database.drop);
      return database;
    };
    const connect = async ({ options }: TestDatabase, more: object = {}) => {
      const dataSource = await new DataSource({
        ...options,
        ...OURS,
        ...more,
      }).initialize();
      cleanUps.push(async () => dataSource.isInitialized && dataSource.destroy());
      if ('schema' in more) await dataSource.query(`create schema if not exists "${String(more.schema)}"`);
      return dataSource;
    };
    /** What TypeORM would still change, so that the tables are as the entities declare. */
    const drift = async (dataSource: DataSource) =>
      (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

    describe.each(hosts.filter(({ on = kind }) => on === kind))('$title', ({ more }) => {
      it('are exactly what the entities declare, and take an entry', async () => {
        const dataSource = await connect(await empty(), more);
        await dataSource.runMigrations();
        expect(await drift(dataSource)).toEqual([]);
        const entries = dataSource.getRepository(AuditTrailEntry);
        await entries.insert(ENTRY);
        expect(await entries.find()).toEqual([Object.assign(new AuditTrailEntry(), ENTRY)]);
      });

      it('are gone after the way back, with all that belongs to them', async () => {
        const dataSource = await connect(await empty(), more);
        await dataSource.runMigrations();
        expect(await namesIn(dataSource)).not.toEqual([]);
        for (const _ of AUDIT_TRAIL_MIGRATIONS) await dataSource.undoLastMigration();
        expect(await namesIn(dataSource)).toEqual([]);
        await dataSource.runMigrations();
        expect(await drift(dataSource)).toEqual([]);
      });
    });

    it("leave the application's own tables and rows alone, on the way there and back", async () => {
      const database = await empty();
      const forum = await connect(database, {
        entities: FORUM_ENTITIES,
        migrations: [CreateForum1700000000000],
      });
      await forum.runMigrations();
      await forum.getRepository(Thread).save({ title: 'Welcome' });
      const before = await namesIn(forum);
      const both = await connect(database, {
        entities: [...FORUM_ENTITIES, ...AUDIT_TRAIL_ENTITIES],
        migrations: [CreateForum1700000000000, ...AUDIT_TRAIL_MIGRATIONS],
      });
      expect(await both.runMigrations()).toHaveLength(AUDIT_TRAIL_MIGRATIONS.length);
      expect(await namesIn(both)).toEqual(expect.arrayContaining(before));
      expect(await drift(both)).toEqual([]);
      for (const _ of AUDIT_TRAIL_MIGRATIONS) await both.undoLastMigration();
      expect(await namesIn(both)).toEqual(before);
      expect(await forum.getRepository(Thread).find()).toMatchObject([{ title: 'Welcome' }]);
    });

    it('stand side by side for two applications with prefixes and migration tables of their own', async () => {
      const database = await empty();
      const applications = ['one', 'two'].map((name) =>
        connect(database, { entityPrefix: `${name}_`, migrationsTableName: `${name}_migrations` }),
      );
      const [one, two] = [await applications[0]!, await applications[1]!];
      await one.runMigrations();
      await two.runMigrations();
      await one.getRepository(AuditTrailEntry).insert(ENTRY);
      expect([await drift(one), await drift(two)]).toEqual([[], []]);
      expect(await two.getRepository(AuditTrailEntry).find()).toEqual([]);
      await two.undoLastMigration();
      expect(await one.getRepository(AuditTrailEntry).count()).toBe(1);
    });

    it("keep their rows when the host's synchronize runs afterwards", async () => {
      const database = await empty();
      const migrated = await connect(database);
      await migrated.runMigrations();
      await migrated.getRepository(AuditTrailEntry).insert(ENTRY);
      const before = await namesIn(migrated);
      const synchronized = await connect(database, { synchronize: true });
      expect(await namesIn(synchronized)).toEqual(before);
      expect(await synchronized.getRepository(AuditTrailEntry).find()).toMatchObject([ENTRY]);
    });
  });
}
