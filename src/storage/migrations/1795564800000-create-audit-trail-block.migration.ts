import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { AuditTrailBlock } from '../entities/audit-trail-block.entity.js';
import { createIndex, migratedColumn, namesForMigration } from './migrated-table.js';

/** The blocks, with who made and lifted each. */
export class CreateAuditTrailBlock1795564800000 implements MigrationInterface {
  readonly name = 'CreateAuditTrailBlock1795564800000';

  async up(runner: QueryRunner): Promise<void> {
    const names = namesForMigration(runner, AuditTrailBlock);
    const column = migratedColumn(runner, names);
    const columns = [
      column('id', { type: 'uuid', isPrimary: true }),
      column('rangeFirst', { type: 'varchar', length: '33', isNullable: true, text: 'ascii' }),
      column('rangeLast', { type: 'varchar', length: '33', isNullable: true, text: 'ascii' }),
      column('effect', { type: 'varchar', length: '12', text: 'ascii' }),
      column('reason', { type: 'varchar', length: '500', text: 'utf8' }),
      column('message', { type: 'varchar', length: '500', isNullable: true, text: 'utf8' }),
      column('staffId', { type: 'varchar', length: '255', text: 'utf8' }),
      column('createdAt', { type: 'bigint' }),
      column('expiresAt', { type: 'bigint', isNullable: true }),
      column('endsAt', { type: 'bigint', isNullable: true }),
      column('liftedAt', { type: 'bigint', isNullable: true }),
      column('liftedBy', { type: 'varchar', length: '255', isNullable: true, text: 'utf8' }),
      column('liftReason', { type: 'varchar', length: '500', isNullable: true, text: 'utf8' }),
      column('hits', { type: 'bigint', isNullable: true }),
      column('lastHitOn', { type: 'varchar', length: '10', isNullable: true, text: 'ascii' }),
      column('importId', { type: 'uuid', isNullable: true }),
      column('userId', { type: 'varchar', length: '255', isNullable: true, text: 'utf8' }),
      column('changedIn', { type: 'bigint' }),
    ];
    await runner.createTable(new Table({ name: names.tablePath, columns }));
    await createIndex(runner, names, [{ property: 'changedIn' }]);
    await createIndex(runner, names, [{ property: 'importId' }, { property: 'id' }]);
    await createIndex(runner, names, [{ property: 'userId', text: true }, { property: 'id' }]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(namesForMigration(runner, AuditTrailBlock).tablePath);
  }
}
