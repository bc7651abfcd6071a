import type { EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { DataSource } from 'typeorm';
import { AuditTrailError } from '../audit-trail.error.js';

/** A table as this data source calls it: schema, prefix and naming strategy of the host included. */
export interface TableNames {
  /** Quoted, with its schema. */
  readonly path: string;
  /** The quoted name of a property's column. */
  column(property: string): string;
  /** The quoted name of the index on these properties. */
  index(properties: readonly string[]): string;
}

/** @throws AuditTrailError `SCHEMA_MISSING` where the data source does not know the entity */
export function metadataOf(
  dataSource: DataSource,
  entity: EntityTarget<ObjectLiteral> & { name?: string },
): EntityMetadata {
  if (dataSource.hasMetadata(entity)) return dataSource.getMetadata(entity);
  throw new AuditTrailError(
    'SCHEMA_MISSING',
    `The data source does not know the entity ${entity.name ?? 'of the audit trail'}. ` +
      'Set autoLoadEntities: true, or list ...AUDIT_TRAIL_ENTITIES in its entities.',
  );
}

export function tableNamesOf(dataSource: DataSource, entity: EntityTarget<ObjectLiteral>): TableNames {
  const metadata = metadataOf(dataSource, entity);
  const quote = (name: string) => dataSource.driver.escape(name);
  const columns = new Map(
    metadata.columns.map((column) => [column.propertyName, quote(column.databaseName)]),
  );
  return {
    path: metadata.tablePath.split('.').map(quote).join('.'),
    column(property) {
      const name = columns.get(property);
      if (name === undefined) throw new Error(`${metadata.name} has no column for ${property}`);
      return name;
    },
    index(properties) {
      const wanted = properties.join();
      const found = metadata.indices.find(
        (index) => index.columns.map(({ propertyName }) => propertyName).join() === wanted,
      );
      if (found === undefined) throw new Error(`${metadata.name} has no index on ${wanted}`);
      return quote(found.name);
    },
  };
}
