import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { CannotStart } from '../start/cannot-start.js';

const NOT_UNDERSTOOD =
  'DATABASE_URL is not one that the demo understands: write postgres://user:password@host/name, ' +
  'mariadb://user:password@host/name or sqlite:path/to/file.';

/** Where `DATABASE_URL` puts the forum. */
export function databaseOfUrl(text: string): TypeOrmModuleOptions {
  const url = parsed(text);
  switch (url.protocol) {
    case 'postgres:':
    case 'postgresql:':
      return { type: 'postgres', url: text, connectTimeoutMS: 10_000 };
    case 'mysql:':
    case 'mariadb:':
      return {
        type: 'mariadb',
        host: url.hostname || 'localhost',
        port: Number(url.port || 3306),
        username: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
        database: decodeURIComponent(url.pathname.slice(1)),
      };
    case 'sqlite:':
      return sqlite(text.slice('sqlite:'.length));
    default:
      throw new CannotStart(NOT_UNDERSTOOD);
  }
}

/** Refuses what is no URL, and one with a broken escape such as a bare `%` in the password. */
function parsed(text: string): URL {
  try {
    decodeURIComponent(text);
    return new URL(text);
  } catch {
    throw new CannotStart(NOT_UNDERSTOOD);
  }
}

function sqlite(file: string): TypeOrmModuleOptions {
  if (!file)
    throw new CannotStart('DATABASE_URL names no file; write sqlite:path/to/file or sqlite::memory:.');
  const folder = resolve(dirname(file));
  if (!existsSync(folder))
    throw new CannotStart(`DATABASE_URL names a file in ${folder}, and there is no such folder.`);
  return {
    type: 'better-sqlite3',
    database: file,
    // Without these two, SQLite waits for the disk about 100 times a second and no more.
    enableWAL: true,
    prepareDatabase: (database: { pragma(statement: string): unknown }) => {
      database.pragma('synchronous = NORMAL');
    },
  };
}
