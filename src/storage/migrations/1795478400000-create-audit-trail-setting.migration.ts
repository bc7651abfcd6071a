import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { AuditTrailLease } from '../entities/audit-trail-lease.entity.js';
import { AuditTrailSetting } from '../entities/audit-trail-setting.entity.js';
import { migratedColumn, namesForMigration } from './migrated-table.js';

/** What all processes share: settings, and the leases of tasks that one process at a time does. */
export class CreateAuditTrailSetting1795478400000 implements MigrationInterface {
  readonly name = 'CreateAuditTrailSetting1795478400000';

  async up(runner: QueryRunner): Promise<void> {
    const settings = namesForMigration(runner, AuditTrailSetting);
    const setting = migratedColumn(runner, settings);
    await runner.createTable(
      new Table({
        name: settings.tablePath,
        columns: [
          setting('name', { type: 'varchar', length: '100', isPrimary: true, text: 'ascii' }),
          setting('value', { type: 'text', text: 'utf8' }),
          setting('updatedAt', { type: 'bigint' }),
        ],
      }),
    );
    const leases = namesForMigration(runner, AuditTrailLease);
    const lease = migratedColumn(runner, leases);
    await runner.createTable(
      new Table({
        name: leases.tablePath,
        columns: [
          lease('name', { type: 'varchar', length: '100', isPrimary: true, text: 'ascii' }),
          lease('holder', { type: 'varchar', length: '255', text: 'utf8' }),
          lease('token', { type: 'varchar', length: '36', text: 'ascii' }),
          lease('expiresAt', { type: 'bigint' }),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(namesForMigration(runner, AuditTrailLease).tablePath);
    await runner.dropTable(namesForMigration(runner, AuditTrailSetting).tablePath);
  }
}
