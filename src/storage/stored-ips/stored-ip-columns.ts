import type { DataSource, EntityMetadata } from 'typeorm';
import { AuditTrailError } from '../../audit-trail.error.js';
import { show } from '../../describe-value.js';
import { type DeclaredIp, declaredIpsOf } from './declared-ips.js';
import { type TimeKind, timeKindOf } from './stored-time.js';

type ColumnMetadata = EntityMetadata['columns'][number];

/** A column of the host's own entity that holds addresses. */
export interface StoredIpColumn {
  /** As reports name it: `Account.joinIp`. */
  readonly name: string;
  readonly metadata: EntityMetadata;
  readonly ip: ColumnMetadata;
  readonly createdAt: ColumnMetadata;
  readonly timeKind: TimeKind;
  readonly userId: ColumnMetadata;
}

/**
 * The columns with `@StoresIp` of every entity of the data source, each once, however many classes share its table.
 *
 * @throws AuditTrailError `INVALID_OPTIONS` where one cannot be pruned as it was declared
 */
export function storedIpColumnsOf(dataSource: DataSource): StoredIpColumn[] {
  const found = new Map<string, StoredIpColumn>();
  for (const metadata of dataSource.entityMetadatas) {
    for (const [prefix, declared] of declarationsOf(metadata)) {
      const column = storedIpColumn(dataSource, metadata, prefix, declared);
      // Classes of one table: the one that stands above the others names it.
      const key = `${metadata.tablePath} ${column.ip.databaseName}`;
      const known = found.get(key);
      if (known === undefined || isAbove(metadata, known.metadata)) found.set(key, column);
    }
  }
  return [...found.values()];
}

/** Each with the path of the embedded object that it stands in, such as `login.`. */
function declarationsOf(metadata: EntityMetadata): [prefix: string, DeclaredIp][] {
  const own = declaredIpsOf(metadata.target).map((one): [string, DeclaredIp] => ['', one]);
  const embedded = metadata.allEmbeddeds.flatMap(({ type, propertyPath }) =>
    declaredIpsOf(type).map((one): [string, DeclaredIp] => [`${propertyPath}.`, one]),
  );
  return [...own, ...embedded];
}

function storedIpColumn(
  dataSource: DataSource,
  metadata: EntityMetadata,
  prefix: string,
  { property, createdAt, userId }: DeclaredIp,
): StoredIpColumn {
  const name = `${metadata.name}.${prefix}${property}`;
  const refuse = (what: string): never => {
    throw new AuditTrailError('INVALID_OPTIONS', `@StoresIp on ${name}: ${what}`);
  };
  const named = (option: string, path: unknown): ColumnMetadata => {
    if (typeof path !== 'string' || path === '') {
      return refuse(
        `the option "${option}" was ${show(path)}; wanted the name of a property of ${metadata.name}.`,
      );
    }
    return (
      metadata.findColumnWithPropertyPath(`${prefix}${path}`) ??
      metadata.findColumnWithPropertyPath(path) ??
      refuse(`the option "${option}" names ${show(path)}, which is no column of ${metadata.name}.`)
    );
  };
  const ip =
    metadata.findColumnWithPropertyPath(`${prefix}${property}`) ??
    refuse('the property is no column. Put @Column() on it as well.');
  if (!ip.isNullable)
    refuse('the column cannot be null, as it has to be past the store time. Set nullable: true.');
  const time = named('createdAt', createdAt);
  const timeKind =
    timeKindOf(dataSource, time) ??
    refuse(
      `the column of "createdAt", ${show(createdAt)}, holds no time; wanted a date, a number since 1970, or text in ISO 8601.`,
    );
  return { name, metadata, ip, createdAt: time, timeKind, userId: named('userId', userId) };
}

function isAbove({ target: above }: EntityMetadata, { target: below }: EntityMetadata): boolean {
  return typeof above === 'function' && typeof below === 'function' && below.prototype instanceof above;
}
