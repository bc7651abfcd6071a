import type { DataSource } from 'typeorm';
import { AuditTrailError } from '../../audit-trail.error.js';
import type { Dialect } from './dialect.js';
import { MARIADB } from './mariadb.dialect.js';
import { POSTGRES } from './postgres.dialect.js';
import { SQLITE } from './sqlite.dialect.js';

const DIALECTS = new Map<string, Dialect>([
  ['postgres', POSTGRES],
  ['mariadb', MARIADB],
  ['better-sqlite3', SQLITE],
]);

const INSTEAD = new Map([
  ['mysql', "For a MariaDB server write type: 'mariadb'; MySQL itself is not supported."],
  ['sqlite', "Write type: 'better-sqlite3' and install better-sqlite3; the file is the same."],
]);

/** @throws AuditTrailError `UNSUPPORTED_DATABASE`, naming what to write */
export function dialectOf({ options }: DataSource): Dialect {
  const dialect = DIALECTS.get(options.type);
  if (dialect !== undefined) return dialect;
  const supported = [...DIALECTS.keys()].map((type) => `'${type}'`).join(', ');
  throw new AuditTrailError(
    'UNSUPPORTED_DATABASE',
    `The data source has type: '${options.type}'; the audit trail works with ${supported}. ${INSTEAD.get(options.type) ?? ''}`.trim(),
  );
}
