import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { AuditTrailErasure } from '../entities/audit-trail-erasure.entity.js';
import { AuditTrailHold } from '../entities/audit-trail-hold.entity.js';
import { migratedColumn, namesForMigration } from './migrated-table.js';

/** Who may not be erased yet, and that somebody was erased. */
export class CreateAuditTrailHold1795478400002 implements MigrationInterface {
  readonly name = 'CreateAuditTrailHold1795478400002';

  async up(runner: QueryRunner): Promise<void> {
    const holds = namesForMigration(runner, AuditTrailHold);
    const hold = migratedColumn(runner, holds);
    await runner.createTable(
      new Table({
        name: holds.tablePath,
        columns: [
          hold('userId', { type: 'varchar', length: '255', isPrimary: true, text: 'utf8' }),
          hold('until', { type: 'bigint' }),
          hold('createdAt', { type: 'bigint' }),
          hold('staffId', { type: 'varchar', length: '255', text: 'utf8' }),
          hold('reason', { type: 'varchar', length: '500', text: 'utf8' }),
        ],
      }),
    );
    const erasures = namesForMigration(runner, AuditTrailErasure);
    const erasure = migratedColumn(runner, erasures);
    await runner.createTable(
      new Table({
        name: erasures.tablePath,
        columns: [
          erasure('userHash', { type: 'varchar', length: '64', isPrimary: true, text: 'ascii' }),
          erasure('erasedAt', { type: 'bigint' }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(namesForMigration(runner, AuditTrailErasure).tablePath);
    await runner.dropTable(namesForMigration(runner, AuditTrailHold).tablePath);
  }
}
