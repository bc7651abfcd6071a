import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { AuditTrailLookup } from '../entities/audit-trail-lookup.entity.js';
import { createIndex, migratedColumn, namesForMigration } from './migrated-table.js';

/** The log of lookups, its primary key, and its four indexes. */
export class CreateAuditTrailLookup1795478400001 implements MigrationInterface {
  readonly name = 'CreateAuditTrailLookup1795478400001';

  async up(runner: QueryRunner): Promise<void> {
    const names = namesForMigration(runner, AuditTrailLookup);
    const column = migratedColumn(runner, names);
    const columns = [
      column('id', { type: 'uuid', isPrimary: true }),
      column('at', { type: 'bigint' }),
      column('staffId', { type: 'varchar', length: '255', text: 'utf8' }),
      column('kind', { type: 'varchar', length: '40', text: 'ascii' }),
      column('userId', { type: 'varchar', length: '255', isNullable: true, text: 'utf8' }),
      column('rangeFirst', { type: 'varchar', length: '33', isNullable: true, text: 'ascii' }),
      column('rangeLast', { type: 'varchar', length: '33', isNullable: true, text: 'ascii' }),
      column('entityType', { type: 'varchar', length: '100', isNullable: true, text: 'utf8' }),
      column('entityId', { type: 'varchar', length: '191', isNullable: true, text: 'utf8' }),
      column('reason', { type: 'varchar', length: '500', text: 'utf8' }),
      column('results', { type: 'int', isNullable: true }),
    ];
    await runner.createTable(new Table({ name: names.tablePath, columns }));
    for (const property of ['staffId', 'userId', 'rangeFirst']) {
      await createIndex(runner, names, [{ property, text: true }, { property: 'id' }]);
    }
    await createIndex(runner, names, [
      { property: 'entityType', text: true },
      { property: 'entityId', text: true },
      { property: 'id' },
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(namesForMigration(runner, AuditTrailLookup).tablePath);
  }
}
