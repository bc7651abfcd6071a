/** The databases that a new application can be set up for, by TypeORM's names. */
export const INIT_DATABASES = ['postgres', 'mariadb', 'better-sqlite3'] as const;
export type InitDatabase = (typeof INIT_DATABASES)[number];

/** A part of the guide: what to do, and the command or file to do it with. */
export interface InitStep {
  readonly title: string;
  readonly code: string;
}

interface DatabaseLines {
  readonly driver: string;
  /** What stands before the options. */
  readonly before: readonly string[];
  readonly options: readonly string[];
  /** How to start. */
  readonly ready: InitStep;
}

/** A driver that is told nothing takes the database that has the name of whoever runs it. */
const URL_LINES = [
  'const url = process.env.DATABASE_URL;',
  `if (!url) throw new Error('DATABASE_URL is not set: it says which database is meant.');`,
  '',
];

const LINES: Readonly<Record<InitDatabase, DatabaseLines>> = {
  postgres: {
    driver: 'pg',
    before: URL_LINES,
    options: [`type: 'postgres',`, `url,`],
    ready: {
      title:
        'Make a database, say where it is and with which user and password (in each terminal), and start.',
      code: `createdb -h localhost -U postgres forum
export DATABASE_URL=postgres://postgres:password@localhost:5432/forum
npm start`,
    },
  },
  mariadb: {
    driver: 'mysql2',
    before: URL_LINES,
    options: [`type: 'mariadb', // not 'mysql'`, `url,`],
    ready: {
      title:
        'Make a database, say where it is and with which user and password (in each terminal), and start.',
      code: `mariadb -u root -p -e 'create database forum'
export DATABASE_URL=mariadb://root:password@localhost:3306/forum
npm start`,
    },
  },
  'better-sqlite3': {
    driver: 'better-sqlite3@12',
    before: [],
    options: [
      `type: 'better-sqlite3',`,
      `database: 'application.sqlite',`,
      `enableWAL: true,`,
      `prepareDatabase: (db) => db.pragma('synchronous = NORMAL'),`,
    ],
    ready: {
      title: 'Start. The database is three files with addresses in them: keep them out of git.',
      code: `printf '\\napplication.sqlite*\\n' >> .gitignore
npm start`,
    },
  },
};

/**
 * What an application that uses neither TypeORM nor the package yet has to be given.
 *
 * @param isEsm whether its imports name the ending of a file
 */
export function initGuide(database: InitDatabase, isEsm = true): readonly InitStep[] {
  const { driver, before, options, ready } = LINES[database];
  const ending = isEsm ? '.js' : '';
  return [
    {
      title: 'Install what is missing, beside the package itself:',
      code: `npm install @nestjs/schedule @nestjs/typeorm typeorm ${driver}`,
    },
    {
      title: 'src/data-source.ts: the database, for the application and for commands.',
      code: `import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';

${before.map((line) => `${line}\n`).join('')}export const database: DataSourceOptions = {
${options.map((line) => `  ${line}`).join('\n')}
  entities: [...AUDIT_TRAIL_ENTITIES], // and yours
  migrations: [...AUDIT_TRAIL_MIGRATIONS], // and yours
};

export default new DataSource(database);`,
    },
    {
      title: 'src/app.module.ts: add these imports; your controllers and providers stay.',
      code: `import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditTrailModule } from 'nest-audit-trail';
import { database } from './data-source${ending}';

@Module({
  imports: [
    TypeOrmModule.forRoot({ ...database, autoLoadEntities: true, migrationsRun: true }),
    ScheduleModule.forRoot(), // deletes old addresses, every night
    AuditTrailModule.forRoot({ ipStoreDays: 90 }),
  ],
})
export class AppModule {}`,
    },
    ready,
    {
      title:
        "On each of your routes that changes something: import { AuditTrail } from 'nest-audit-trail'. The user is request.user, where your guard puts it.",
      code: `@Post()
@AuditTrail({ action: 'thread.start' })
create(@Body() body: NewThread): Promise<Thread> {
  return this.threads.save(this.threads.create(body)); // the entity that is returned is recorded
}`,
    },
    {
      title:
        'In test/app.e2e-spec.ts, the import at the top and the test inside its describe, so that no route loses its trail; @SkipAuditTrail() takes one out on purpose. The script test:e2e runs it, against the same database.',
      code: `import { unauditedRoutes } from 'nest-audit-trail/testing';

it('leaves a trail of whatever is changed', () => {
  expect(unauditedRoutes(app)).toEqual([]);
});`,
    },
    {
      title:
        'Pages for staff, if you want them, behind a guard of yours. src/staff.module.ts, which the imports of AppModule name:',
      code: `import { Module } from '@nestjs/common';
import { AuditTrailConsoleModule } from 'nest-audit-trail/console';
import { StaffGuard } from './staff.guard${ending}';

@Module({
  imports: [
    AuditTrailConsoleModule.register({
      path: 'staff/audit-trail',
      guards: [StaffGuard], // yours: lets staff through, nobody else, by a cookie
      staff: ({ user }) => user && { staffId: user.id }, // who asks, for the log of lookups
    }),
  ],
})
export class StaffModule {}`,
    },
  ];
}
