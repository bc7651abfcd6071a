import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import type { Connection } from './dialects/dialect.js';
import { AUDIT_TRAIL_ENTITIES } from './entities/audit-trail-entities.js';
import { metadataOf, tableNamesOf } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

const HOW_TO_MIGRATE =
  'Add ...AUDIT_TRAIL_MIGRATIONS to the migrations of the data source and set migrationsRun: true, or run: npx typeorm migration:run -d <your data source>';

/** Stops the start where the database is none that is supported, or where tables are missing or older. */
@Injectable()
export class SchemaCheck implements OnModuleInit {
  private readonly logger = new Logger('AuditTrail');

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {}

  /** @throws AuditTrailError `UNSUPPORTED_DATABASE` or `SCHEMA_MISSING` */
  async onModuleInit(): Promise<void> {
    await this.database.withConnection(async (connection) => {
      await this.checkVersion(connection);
      for (const entity of AUDIT_TRAIL_ENTITIES) await this.checkTable(connection, entity);
      const advice = await this.database.dialect.adviceFor(connection);
      if (advice !== null) this.logger.warn(advice);
    });
  }

  private async checkVersion(connection: Connection): Promise<void> {
    const { dialect } = this.database;
    const { title, oldestVersion, versionSql } = dialect;
    const { rows } = await connection.run({ sql: versionSql, parameters: [] });
    const answer = String(rows[0]?.['version']);
    const version = dialect.readVersion(answer);
    if (version !== null && compareVersions(version, oldestVersion) >= 0) return;
    throw new AuditTrailError(
      'UNSUPPORTED_DATABASE',
      `The server calls itself ${JSON.stringify(answer)}; the audit trail needs ${title} ${oldestVersion} or later.`,
    );
  }

  private async checkTable(
    connection: Connection,
    entity: (typeof AUDIT_TRAIL_ENTITIES)[number],
  ): Promise<void> {
    const { tableName, columns } = metadataOf(this.database.dataSource, entity);
    const table = tableNamesOf(this.database.dataSource, entity);
    const names = columns.map(({ propertyName }) => table.column(propertyName)).join(', ');
    try {
      await connection.run({ sql: `SELECT ${names} FROM ${table.path} WHERE 1 = 0`, parameters: [] });
    } catch (error) {
      if (!this.database.faultOf(error).missing) throw error;
      throw schemaMissing(`The table ${tableName} is missing or older than this version.`);
    }
    const statement = this.database.dialect.miscomparedColumns(tableName);
    const listed = statement === null ? [] : (await connection.run(statement)).rows.map(({ name }) => name);
    const miscompared = columns
      .map(({ databaseName }) => databaseName)
      .filter((name) => listed.includes(name));
    if (miscompared.length === 0) return;
    throw schemaMissing(
      `The table ${tableName} was not made by this package's migrations: ${miscompared.join(', ')} would not be compared byte by byte. Drop the table and leave it to the migrations.`,
    );
  }
}

function schemaMissing(what: string): AuditTrailError {
  return new AuditTrailError('SCHEMA_MISSING', `${what} ${HOW_TO_MIGRATE}`);
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
