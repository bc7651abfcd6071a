/** The databases that a new application can be set up for, by TypeORM's names. */
export const INIT_DATABASES = ['postgres', 'mariadb', 'better-sqlite3'] as const;
export type InitDatabase = (typeof INIT_DATABASES)[number];

interface DatabaseLines {
  readonly driver: string;
  readonly options: readonly string[];
}

const LINES: Readonly<Record<InitDatabase, DatabaseLines>> = {
  postgres: {
    driver: 'pg',
    options: [
      `type: 'postgres',`,
      `url: process.env.DATABASE_URL, // postgres://user:password@host:5432/name`,
    ],
  },
  mariadb: {
    driver: 'mysql2',
    options: [
      `type: 'mariadb', // not 'mysql'`,
      `url: process.env.DATABASE_URL, // mariadb://user:password@host:3306/name`,
    ],
  },
  'better-sqlite3': {
    driver: 'better-sqlite3@12',
    options: [
      `type: 'better-sqlite3',`,
      `database: 'application.sqlite',`,
      `enableWAL: true,`,
      `prepareDatabase: (db) => db.pragma('synchronous = NORMAL'),`,
    ],
  },
};

/** A part of the guide: what to do, and the command or file to do it with. */
export interface InitStep {
  readonly title: string;
  readonly code: string;
}

/** What an application that uses neither TypeORM nor the package yet has to be given. */
export function initGuide(database: InitDatabase): readonly InitStep[] {
  const { driver, options } = LINES[database];
  return [
    {
      title: 'Install what is missing:',
      code: `npm install nest-audit-trail @nestjs/schedule @nestjs/typeorm typeorm ${driver}`,
    },
    {
      title: 'src/data-source.ts: the database, for the application and for commands.',
      code: `import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';

export const database: DataSourceOptions = {
${options.map((line) => `  ${line}`).join('\n')}
  entities: [...AUDIT_TRAIL_ENTITIES], // and yours
  migrations: [...AUDIT_TRAIL_MIGRATIONS], // and yours
};

export default new DataSource(database);`,
    },
    {
      title: 'src/app.module.ts: add to the imports of the root module.',
      code: `import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditTrailModule } from 'nest-audit-trail';
import { database } from './data-source.js';

@Module({
  imports: [
    TypeOrmModule.forRoot({ ...database, autoLoadEntities: true, migrationsRun: true }),
    ScheduleModule.forRoot(), // deletes old addresses, every night
    AuditTrailModule.forRoot({ ipStoreDays: 90 }),
  ],
})
export class AppModule {}`,
    },
    {
      title: 'On each route that changes something. The user is request.user, where your guard puts it.',
      code: `@Post()
@AuditTrail({ action: 'thread.start' })
create(@Body() body: NewThread): Promise<Thread> {
  return this.threads.save(this.threads.create(body)); // the entity that is returned is recorded
}`,
    },
    {
      title: 'Pages for staff, if you want them: a module beside the others.',
      code: `import { AuditTrailConsoleModule } from 'nest-audit-trail/console';

@Module({
  imports: [
    AuditTrailConsoleModule.register({
      path: 'staff/audit-trail',
      guards: [StaffGuard], // yours: lets staff through, nobody else
      staff: (request) => ({ staffId: request.user.id }), // who asks, for the log of lookups
    }),
  ],
})
export class StaffModule {}`,
    },
    {
      title: 'In a test, so that no route loses its trail:',
      code: `import { unauditedRoutes } from 'nest-audit-trail/testing';

expect(unauditedRoutes(app)).toEqual([]);`,
    },
  ];
}
