import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** The data source that holds the trail, under a token of the package's own: the host may have given it a name. */
export const AUDIT_TRAIL_DATA_SOURCE = Symbol.for('nest-audit-trail.data-source');

/** TypeORM 1.0 renamed `connection` to `dataSource`. */
export function dataSourceOf(owner: EntityManager | QueryRunner): DataSource {
  return 'dataSource' in owner ? owner.dataSource : (owner as { connection: DataSource }).connection;
}
