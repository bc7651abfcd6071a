import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS } from '../../src/index.js';
import { describeEachDatabase, describeOn, createDatabase } from '../support/databases.js';
import { FORUM_ENTITIES, Thread } from '../support/forum/entities.js';
import { CreateForum1700000000000 } from '../support/forum/migration.js';
import { startForum } from '../support/forum/world.js';

const WITHOUT_OURS = { migrations: [CreateForum1700000000000] };
/** TypeORM prints migrations that fail. */
const QUIET = { logger: 'debug' } as const;
const HOW_TO_MAKE_THEM =
  'Add ...AUDIT_TRAIL_MIGRATIONS to the migrations of the data source and set migrationsRun: true, or run: npx typeorm migration:run -d <your data source>';

describeEachDatabase('an application does not start', (database) => {
  const migrate = async () => {
    const dataSource = await new DataSource({
      ...database().options,
      entities: AUDIT_TRAIL_ENTITIES,
      migrations: AUDIT_TRAIL_MIGRATIONS,
    }).initialize();
    await dataSource.runMigrations();
    return dataSource;
  };

  it('without the tables of the trail, and the message holds the line that makes them', async () => {
    await expect(startForum(database(), { dataSource: WITHOUT_OURS })).rejects.toMatchObject({
      code: 'SCHEMA_MISSING',
      message: `The table audit_trail_entry is missing or older than this version. ${HOW_TO_MAKE_THEM}`,
    });
  });

  it('where the data source does not know the entities', async () => {
    const refused = {
      code: 'SCHEMA_MISSING',
      message:
        'The data source does not know the entity AuditTrailEntry. Set autoLoadEntities: true, or list ...AUDIT_TRAIL_ENTITIES in its entities.',
    };
    const dataSource = { ...QUIET, entities: FORUM_ENTITIES, autoLoadEntities: false };
    await expect(
      startForum(database(), { dataSource: { ...WITHOUT_OURS, ...dataSource } }),
    ).rejects.toMatchObject(refused);
    await expect(startForum(database(), { dataSource })).rejects.toMatchObject(refused);
  });

  it('and makes nothing by itself', async () => {
    const dataSource = await new DataSource({ ...database().options, entities: [Thread] }).initialize();
    const runner = dataSource.createQueryRunner();
    expect(await runner.hasTable('audit_trail_entry')).toBe(false);
    await runner.release();
    await dataSource.destroy();
  });

  it('with tables that are older', async () => {
    const dataSource = await migrate();
    await dataSource.query('alter table audit_trail_entry drop column outcome');
    await dataSource.destroy();
    await expect(startForum(database(), { dataSource: { ...WITHOUT_OURS } })).rejects.toMatchObject({
      code: 'SCHEMA_MISSING',
      message: expect.stringContaining('audit_trail_entry is missing or older than this version'),
    });
  });
});

describeEachDatabase('an application starts', (database) => {
  it('where the entities are listed by hand', async () => {
    const entities = [...AUDIT_TRAIL_ENTITIES, ...FORUM_ENTITIES];
    const forum = await startForum(database(), { dataSource: { entities, autoLoadEntities: false } });
    expect(await forum.entries()).toEqual([]);
    await forum.close();
  });

  it('where tables have a column more, as those of a newer version may', async () => {
    const dataSource = await new DataSource(database().options).initialize();
    await dataSource.query('alter table audit_trail_entry add column later varchar(10) null');
    await dataSource.destroy();
    const forum = await startForum(database());
    expect(await forum.trail.health()).toMatchObject({ status: 'up' });
    await forum.close();
  });
});

const MADE_BY_SYNCHRONIZE = { migrations: [], migrationsRun: false, synchronize: true };

describeEachDatabase(
  "tables that the host's synchronize made",
  (database) => {
    it('are as good as those of the migrations', async () => {
      const forum = await startForum(database(), { dataSource: MADE_BY_SYNCHRONIZE });
      const threads = forum.dataSource.getRepository(Thread);
      const thread = await threads.save(threads.create({ title: 'Welcome' }));
      const entry = await forum.trail.recordFor({ user: '7', ip: '203.0.113.7' }, thread);
      expect(await forum.entries()).toEqual([entry]);
      await forum.close();
    });
  },
  { on: ['postgres', 'better-sqlite3'] },
);

describeOn('mariadb')("tables that the host's synchronize made, on MariaDB", () => {
  it('are refused, since keys would not be compared as bytes', async () => {
    const database = await createDatabase('mariadb');
    await expect(startForum(database, { dataSource: MADE_BY_SYNCHRONIZE })).rejects.toMatchObject({
      code: 'SCHEMA_MISSING',
      message: expect.stringMatching(
        /user_id, ip_key, .* would not be compared byte by byte\. .*AUDIT_TRAIL_MIGRATIONS/,
      ),
    });
    await database.drop();
  });
});

describeOn('mariadb')("a data source with type: 'mysql'", () => {
  it.each([
    ['before its migrations are run', {}],
    ['where they were run already', WITHOUT_OURS],
  ])('is refused, and the message says what to write, %s', async (_, dataSource) => {
    const database = await createDatabase('mariadb');
    await expect(
      startForum(database, { dataSource: { ...QUIET, ...dataSource, type: 'mysql' } as object }),
    ).rejects.toMatchObject({
      code: 'UNSUPPORTED_DATABASE',
      message:
        "The data source has type: 'mysql'; the audit trail works with 'postgres', 'mariadb', 'better-sqlite3'. For a MariaDB server write type: 'mariadb'; MySQL itself is not supported.",
    });
    await database.drop();
  });
});

describe('an SQLite database', () => {
  it('in memory is as good as any', async () => {
    const database = await createDatabase('better-sqlite3', { memory: true });
    const forum = await startForum(database);
    expect(await forum.trail.health()).toMatchObject({ status: 'up' });
    await forum.close();
  });
});
