import { describe, expect, it } from '@jest/globals';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { MARIADB } from '../../src/storage/dialects/mariadb.dialect.js';
import { POSTGRES } from '../../src/storage/dialects/postgres.dialect.js';
import { SQLITE } from '../../src/storage/dialects/sqlite.dialect.js';
import { dialectOf } from '../../src/storage/dialects/dialect-of.js';
import { refusalOf } from './refusal.js';

const ofType = (type: string) => dialectOf({ options: { type } as DataSourceOptions } as DataSource);

describe('a data source', () => {
  it('of PostgreSQL, MariaDB and SQLite is taken', () => {
    expect(ofType('postgres')).toBe(POSTGRES);
    expect(ofType('mariadb')).toBe(MARIADB);
    expect(ofType('better-sqlite3')).toBe(SQLITE);
  });

  it.each([
    ['mysql', "For a MariaDB server write type: 'mariadb'; MySQL itself is not supported."],
    ['sqlite', "Write type: 'better-sqlite3' and install better-sqlite3; the file is the same."],
    ['aurora-postgres', ''],
    ['cockroachdb', ''],
    ['mssql', ''],
    ['oracle', ''],
    ['mongodb', ''],
    ['sqljs', ''],
  ])('of type %s is refused. %s', (type, instead) => {
    const supported = "the audit trail works with 'postgres', 'mariadb', 'better-sqlite3'.";
    expect(refusalOf(() => ofType(type), 'UNSUPPORTED_DATABASE')).toBe(
      `The data source has type: '${type}'; ${supported} ${instead}`.trim(),
    );
  });
});

describe('what a server calls itself', () => {
  it.each([
    ['10.11.19-MariaDB-0+deb12u1', '10.11.19'],
    ['5.5.5-10.11.5-MariaDB', '10.11.5'],
    ['11.4.2-MariaDB-ubu2404', '11.4.2'],
    ['8.0.36', null],
    ['8.0.36-28-Percona Server', null],
  ])('%s is MariaDB %s', (answer, version) => {
    expect(MARIADB.readVersion(answer)).toBe(version);
  });

  it.each([
    ['180000', '18.0.0'],
    ['140011', '14.11.0'],
    ['130014', '13.14.0'],
  ])('%s is PostgreSQL %s', (answer, version) => {
    expect(POSTGRES.readVersion(answer)).toBe(version);
  });
});

describe("a driver's error", () => {
  const failure = (fields: object) => Object.assign(new Error('a message that may hold data'), fields);

  it.each([
    ['a connection that was refused', POSTGRES, { code: 'ECONNREFUSED' }, { passing: true, missing: false }],
    ['a connection that ended', POSTGRES, {}, { passing: true, missing: false }],
    ['a shutdown', POSTGRES, { code: '57P01', severity: 'FATAL' }, { passing: true, missing: false }],
    ['a deadlock', POSTGRES, { code: '40P01', severity: 'ERROR' }, { passing: true, missing: false }],
    [
      'a primary that turned read-only',
      POSTGRES,
      { code: '25006', severity: 'ERROR' },
      { passing: true, missing: false },
    ],
    ['a missing table', POSTGRES, { code: '42P01', severity: 'ERROR' }, { passing: false, missing: true }],
    ['a constraint', POSTGRES, { code: '23514', severity: 'ERROR' }, { passing: false, missing: false }],
    [
      'a connection that was lost',
      MARIADB,
      { code: 'PROTOCOL_CONNECTION_LOST' },
      { passing: true, missing: false },
    ],
    [
      'a deadlock',
      MARIADB,
      { code: 'ER_LOCK_DEADLOCK', errno: 1213, sqlState: '40001' },
      { passing: true, missing: false },
    ],
    [
      'a missing table',
      MARIADB,
      { code: 'ER_NO_SUCH_TABLE', errno: 1146, sqlState: '42S02' },
      { passing: false, missing: true },
    ],
    [
      'a constraint',
      MARIADB,
      { code: 'ER_CONSTRAINT_FAILED', errno: 4025, sqlState: '23000' },
      { passing: false, missing: false },
    ],
    ["another process's lock", SQLITE, { code: 'SQLITE_BUSY' }, { passing: true, missing: false }],
    [
      'a snapshot that is behind',
      SQLITE,
      { code: 'SQLITE_BUSY_SNAPSHOT' },
      { passing: true, missing: false },
    ],
    ['a constraint', SQLITE, { code: 'SQLITE_CONSTRAINT_CHECK' }, { passing: false, missing: false }],
  ])('%s', (_, dialect, fields, meaning) => {
    expect(dialect.faultOf(failure(fields))).toMatchObject({
      ...meaning,
      code: (fields as { code?: string }).code,
    });
  });

  it.each([[undefined], [null], ['text'], [{}]])('that is none: %p', (error) => {
    for (const dialect of [POSTGRES, MARIADB, SQLITE]) {
      expect(dialect.faultOf(error)).toMatchObject({ code: undefined, missing: false });
    }
  });
});
