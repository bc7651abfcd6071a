import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Module, Post as HttpPost } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { type DataSource, DataSource as TypeOrmDataSource } from 'typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrail,
  AuditTrailEntry,
  AuditTrailModule,
  type AuditTrailOptions,
  type AuditTrailOptionsFactory,
  AuditTrailService,
} from '../../src/index.js';
import { createDatabase, describeEachDatabase, type TestDatabase } from '../support/databases.js';
import { Category, Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { ForumSettings } from '../support/forum/world.js';
import { send, startApplication } from '../support/http-servers.js';

@Controller('threads')
class ThreadsController {
  @HttpPost()
  @AuditTrail({ action: 'thread.start' })
  start(): Thread {
    return Object.assign(new Thread(), { id: 7 });
  }

  @HttpPost('category')
  @AuditTrail({ action: 'category' })
  category(): Category {
    return Object.assign(new Category(), { slug: 'general' });
  }
}

/** What the application would read from its configuration. */
@Injectable()
class Settings {
  readonly userId = 'ann';
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Injectable()
class TrailOptions implements AuditTrailOptionsFactory {
  constructor(private readonly settings: Settings) {}

  async createAuditTrailOptions(): Promise<AuditTrailOptions> {
    return { user: () => this.settings.userId };
  }
}

@Module({ imports: [SettingsModule], providers: [TrailOptions], exports: [TrailOptions] })
class TrailOptionsModule {}

const FORMS = {
  useFactory: {
    imports: [SettingsModule],
    inject: [Settings],
    useFactory: (settings: Settings): AuditTrailOptions => ({ user: () => settings.userId }),
  },
  useClass: { imports: [SettingsModule], useClass: TrailOptions },
  useExisting: { imports: [TrailOptionsModule], useExisting: TrailOptions },
};

const trail = { user: () => 'ann' };
const controllers = [ThreadsController];
const ENTRY = { userId: 'ann', action: 'thread.start', entityType: 'Thread', entityId: '7' };

const forums = forumsOfTest();

/** Starts a forum on the database, and a thread in it. */
async function entriesOf(database: TestDatabase, settings: ForumSettings): Promise<AuditTrailEntry[]> {
  const { dataSource, url, entries } = await forums.on(database, settings);
  await dataSource.createQueryBuilder().delete().from(AuditTrailEntry).execute();
  expect(await send(url, { path: '/threads', method: 'POST' })).toMatchObject({ status: 201 });
  return entries();
}

describeEachDatabase('the module', (database) => {
  it('records after forRoot', async () => {
    expect(await entriesOf(database(), { controllers, trail })).toMatchObject([ENTRY]);
  });

  it.each(Object.entries(FORMS))('records after forRootAsync with %s', async (_, form) => {
    const module = AuditTrailModule.forRootAsync(form);
    expect(await entriesOf(database(), { controllers, trail: module })).toMatchObject([ENTRY]);
  });

  it('is seen, where it is not global, by modules that import the one that exports it', async () => {
    @Module({
      imports: [AuditTrailModule.forRoot({ ...trail, isGlobal: false })],
      exports: [AuditTrailModule],
    })
    class TrailModule {}
    @Module({ imports: [TrailModule], controllers })
    class ThreadsModule {}
    const trailModule = { module: TrailModule };
    expect(await entriesOf(database(), { trail: trailModule, imports: [ThreadsModule] })).toMatchObject([
      ENTRY,
    ]);
  });
});

describeEachDatabase('an entityPrefix', (database) => {
  it('stands before the names of the tables', async () => {
    const settings = { controllers, trail, dataSource: { entityPrefix: 'app_' } };
    const { dataSource, url, entries } = await forums.on(database(), settings);
    await send(url, { path: '/threads', method: 'POST' });
    const rows: unknown = await dataSource.query('select user_id from app_audit_trail_entry');
    expect(rows).toEqual([{ user_id: 'ann' }]);
    expect(await entries()).toMatchObject([ENTRY]);
  });
});

describeEachDatabase(
  'a schema',
  (database) => {
    it('holds the tables', async () => {
      const admin = await new TypeOrmDataSource(database().options).initialize();
      await admin.query('create schema forum');
      await admin.destroy();

      const settings = { controllers, trail, dataSource: { schema: 'forum' } };
      const { dataSource, url } = await forums.on(database(), settings);
      await send(url, { path: '/threads', method: 'POST' });
      const rows: unknown = await dataSource.query('select user_id from forum.audit_trail_entry');
      expect(rows).toEqual([{ user_id: 'ann' }]);
    });
  },
  { on: ['postgres'] },
);

describeEachDatabase('a named data source', (database, kind) => {
  let first: TestDatabase;
  let application: Awaited<ReturnType<typeof startApplication>>;
  const dataSource = (name?: string): DataSource => application.app.get(getDataSourceToken(name));

  beforeAll(async () => {
    first = await createDatabase(kind);
    const unnamed = { ...first.options, entities: [Thread], synchronize: true } as TypeOrmModuleOptions;
    const named = {
      ...database().options,
      name: 'trail',
      entities: [Category],
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
    } as TypeOrmModuleOptions;
    application = await startApplication('express', {
      imports: [
        TypeOrmModule.forRoot(unnamed),
        TypeOrmModule.forRoot(named),
        AuditTrailModule.forRoot({ ...trail, dataSource: 'trail', prune: false }),
      ],
      controllers,
    });
  });
  afterAll(async () => {
    await application.close();
    await first.drop();
  });

  it('holds the trail, in which entities of every data source are recorded', async () => {
    for (const path of ['/threads', '/threads/category']) {
      expect(await send(application.url, { path, method: 'POST' })).toMatchObject({ status: 201 });
    }
    const entries = await dataSource('trail')
      .getRepository(AuditTrailEntry)
      .find({ order: { id: 'ASC' } });
    expect(entries).toMatchObject([ENTRY, { userId: 'ann', entityType: 'Category', entityId: 'general' }]);
    expect(dataSource().hasMetadata(AuditTrailEntry)).toBe(false);
  });

  it('lends its manager, and the other one is refused', async () => {
    const thread = Object.assign(new Thread(), { id: 8 });
    const service = application.app.get(AuditTrailService);
    const who = { user: 'bob', ip: '203.0.113.7' };
    await dataSource('trail').transaction((manager) => service.recordFor(who, thread, { manager }));
    await expect(
      dataSource().transaction((manager) => service.recordFor(who, thread, { manager })),
    ).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    expect(await dataSource('trail').getRepository(AuditTrailEntry).findBy({ userId: 'bob' })).toHaveLength(
      1,
    );
  });
});

describe('a controller with @AuditTrail() that does not see AuditTrailModule', () => {
  const MISSING = /^@AuditTrail\(\) stands in a module that does not see AuditTrailModule\. Import/;

  it('does not start without the module, and says what is missing', async () => {
    await expect(startApplication('express', { controllers })).rejects.toThrow(MISSING);
  });

  it('does not start where the module is not global and not imported', async () => {
    @Module({ controllers })
    class ThreadsModule {}
    const settings = { trail: { isGlobal: false }, imports: [ThreadsModule] };
    await expect(forums.inMemory(settings)).rejects.toThrow(MISSING);
  });
});
