import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import { AuditTrailError } from '../audit-trail.error.js';
import { show } from '../describe-value.js';
import type { UserEntityOption } from '../options/audit-trail-options.js';

type Column = EntityMetadata['columns'][number];

/** The host's user entity, as the trail's data source knows it. */
export interface UserEntity {
  readonly metadata: EntityMetadata;
  /** The column whose value is the id under which users are recorded. */
  readonly column: Column;
  /** The TypeORM names under which users can be recorded as what was acted upon: those of subclasses too. */
  readonly types: readonly string[];
}

/**
 * Finds the entity and the property that the option `userEntity` names.
 *
 * @throws AuditTrailError `INVALID_OPTIONS`, naming what came and what there is
 */
export function userEntityOf(dataSource: DataSource, option: UserEntityOption): UserEntity {
  const { entity, userId } =
    typeof option === 'object' && 'entity' in option
      ? option
      : { entity: option as EntityTarget<ObjectLiteral>, userId: undefined };
  const metadata = metadataOf(dataSource, entity);
  const types = [metadata, ...metadata.childEntityMetadatas].map(({ name }) => name);
  return { metadata, column: columnOf(metadata, userId), types };
}

function metadataOf(dataSource: DataSource, entity: EntityTarget<ObjectLiteral>): EntityMetadata {
  if (dataSource.hasMetadata(entity)) return dataSource.getMetadata(entity);
  const known = dataSource.entityMetadatas.map(({ name }) => name).join(', ');
  throw refused('userEntity', nameOf(entity), `an entity of the trail's data source: ${known}`);
}

function columnOf(metadata: EntityMetadata, userId: string | undefined): Column {
  const [first, ...others] = metadata.primaryColumns;
  if (userId === undefined) {
    if (first !== undefined && others.length === 0) return first;
    const wanted = `{ entity: ${metadata.name}, userId: ... } with the property that holds the user's id, since its key is made of several columns`;
    throw refused('userEntity', metadata.name, wanted);
  }
  const column = metadata.columns.find(
    ({ propertyPath, isVirtual }) => propertyPath === userId && !isVirtual,
  );
  if (column !== undefined) return column;
  const known = metadata.columns.map(({ propertyPath }) => propertyPath).join(', ');
  throw refused('userEntity.userId', show(userId), `a property of ${metadata.name}: ${known}`);
}

function nameOf(entity: EntityTarget<ObjectLiteral>): string {
  if (typeof entity === 'function') return entity.name;
  if (typeof entity === 'string') return show(entity);
  return 'options' in entity ? show((entity as { options: { name?: unknown } }).options.name) : show(entity);
}

function refused(option: string, came: string, wanted: string): AuditTrailError {
  return new AuditTrailError(
    'INVALID_OPTIONS',
    `AuditTrailModule: the option "${option}" was ${came}; wanted ${wanted}.`,
  );
}
