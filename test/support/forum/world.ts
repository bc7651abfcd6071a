import { Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrailEntry,
  AuditTrailModule,
  type AuditTrailModuleOptions,
  AuditTrailService,
} from '../../../src/index.js';
import { createDatabase, type DatabaseKind, type TestDatabase } from '../databases.js';
import {
  type HttpServerKind,
  type RunningApplication,
  startApplication,
  type StartOptions,
} from '../http-servers.js';
import { FORUM_ENTITIES } from './entities.js';
import { CreateForum1700000000000 } from './migration.js';

export interface ForumSettings extends StartOptions {
  /** What `AuditTrailModule.forRoot` is given; or the module itself. */
  readonly trail?: AuditTrailModuleOptions | ReturnType<typeof AuditTrailModule.forRoot>;
  readonly controllers?: Type[];
  readonly providers?: ModuleMetadata['providers'];
  readonly imports?: ModuleMetadata['imports'];
  /** Added to the data source's options. */
  readonly dataSource?: Partial<TypeOrmModuleOptions>;
  /** Default true: with `ScheduleModule`. */
  readonly scheduler?: boolean;
  readonly server?: HttpServerKind;
}

/** An application with the trail, its HTTP server and its database. */
export interface Forum extends RunningApplication {
  readonly dataSource: DataSource;
  readonly trail: AuditTrailService;
  /** All entries, oldest first. */
  readonly entries: () => Promise<AuditTrailEntry[]>;
}

/** The module of an application that uses the package as its README says. */
export function forumModule(database: TestDatabase, settings: ForumSettings): Type {
  const {
    trail = {},
    controllers = [],
    providers = [],
    imports = [],
    dataSource = {},
    scheduler = true,
  } = settings;
  @Module({
    imports: [
      TypeOrmModule.forRoot({
        ...database.options,
        entities: FORUM_ENTITIES,
        autoLoadEntities: true,
        migrations: [CreateForum1700000000000, ...AUDIT_TRAIL_MIGRATIONS],
        migrationsRun: true,
        retryAttempts: 0,
        ...dataSource,
      } as TypeOrmModuleOptions),
      ...(scheduler ? [ScheduleModule.forRoot()] : []),
      'module' in trail ? trail : AuditTrailModule.forRoot(trail),
      ...imports,
    ],
    controllers,
    providers,
  })
  class ForumModule {}
  return ForumModule;
}

export async function startForum(database: TestDatabase, settings: ForumSettings = {}): Promise<Forum> {
  const running = await startApplication(
    settings.server ?? 'express',
    forumModule(database, settings),
    settings,
  );
  const dataSource = running.app.get(DataSource);
  return {
    ...running,
    dataSource,
    trail: running.app.get(AuditTrailService),
    entries: () => dataSource.getRepository(AuditTrailEntry).find({ order: { id: 'ASC' } }),
  };
}

/** A forum on a database of its own; both are gone after `close`. */
export async function startForumOn(kind: DatabaseKind, settings: ForumSettings = {}): Promise<Forum> {
  const database = await createDatabase(kind);
  const forum = await startForum(database, settings);
  return {
    ...forum,
    close: async () => {
      await forum.close();
      await database.drop();
    },
  };
}
