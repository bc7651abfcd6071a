import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { createIndex, migratedColumn, namesForMigration } from './migrated-table.js';

/** The entry table, its primary key, and its three indexes. */
export class CreateAuditTrailEntry1795392000000 implements MigrationInterface {
  readonly name = 'CreateAuditTrailEntry1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    const names = namesForMigration(runner, AuditTrailEntry);
    const column = migratedColumn(runner, names);
    const columns = [
      column('id', { type: 'uuid', isPrimary: true }),
      column('createdAt', { type: 'bigint' }),
      column('userId', { type: 'varchar', length: '255', isNullable: true, text: 'utf8' }),
      column('ip', { type: 'varchar', length: '33', isNullable: true, text: 'ascii' }),
      column('action', { type: 'varchar', length: '100', text: 'utf8' }),
      column('entityType', { type: 'varchar', length: '100', text: 'utf8' }),
      column('entityId', { type: 'varchar', length: '191', text: 'utf8' }),
      column('outcome', { type: 'varchar', length: '6', text: 'ascii' }),
      column('snapshot', { type: 'text', isNullable: true, text: 'utf8' }),
    ];
    await runner.createTable(new Table({ name: names.tablePath, columns }));
    await createIndex(runner, names, [{ property: 'userId', text: true }, { property: 'id' }]);
    await createIndex(runner, names, [{ property: 'ip', text: true }, { property: 'id' }]);
    await createIndex(runner, names, [
      { property: 'entityType', text: true },
      { property: 'entityId', text: true },
      { property: 'id' },
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(namesForMigration(runner, AuditTrailEntry).tablePath);
  }
}
