import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import { AuditTrailBlock } from '../entities/audit-trail-block.entity.js';
import { AuditTrailSetting } from '../entities/audit-trail-setting.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import { aliasOf, BLOCK_PROPERTIES, blockOfRow, type BlockRow } from './block-row.js';
import { blockColumns } from './block.store.js';
import { type BlockVersions, BlockVersionStore, versionsOf } from './block-version.store.js';

/** Rows together with the versions that the database had gone through when they were read. */
export interface BlockSnapshot {
  readonly versions: BlockVersions;
  /** In the order of their ids. */
  readonly rows: BlockRow[];
}

/** The SQL that reads blocks into memory: version and rows in one statement, and so in one snapshot. */
@Injectable()
export class BlockSnapshotStore {
  private readonly table: TableNames;
  private readonly settings: TableNames;

  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(BlockVersionStore) private readonly versions: BlockVersionStore,
  ) {
    this.table = tableNamesOf(database.dataSource, AuditTrailBlock);
    this.settings = tableNamesOf(database.dataSource, AuditTrailSetting);
  }

  /** A page of the blocks that are in force at a time. */
  inForce(connection: Connection, now: number, after: string, limit: number): Promise<BlockSnapshot> {
    const [lifted, endsAt] = [this.table.column('liftedAt'), this.table.column('endsAt')];
    return this.read(connection, after, limit, (text) => {
      return `${lifted} IS NULL AND (${endsAt} IS NULL OR ${endsAt} >= ${text.value(now)})`;
    });
  }

  /** The blocks that were changed after a version, those that have ended included. */
  changedAfter(connection: Connection, version: number, limit: number): Promise<BlockSnapshot> {
    return this.read(connection, null, limit, (text) => {
      return `${this.table.column('changedIn')} > ${text.value(version)}`;
    });
  }

  private async read(
    connection: Connection,
    after: string | null,
    limit: number,
    condition: (text: StatementText) => string,
  ): Promise<BlockSnapshot> {
    const text = new StatementText(this.database.dialect);
    const id = this.table.column('id');
    const nothing = BLOCK_PROPERTIES.map((property) => `NULL AS ${aliasOf(property)}`).join(', ');
    const name = `${this.settings.column('name')} = ${text.value(this.versions.name)}`;
    const versions = `SELECT ${this.settings.column('value')} AS versions, ${nothing} FROM ${this.settings.path} WHERE ${name}`;
    const where = [condition(text)];
    if (after !== null) where.push(`${id} > ${text.value(after)}`);
    const rows =
      `SELECT ${blockColumns(this.table)} FROM ${this.table.path} WHERE ${where.join(' AND ')} ` +
      `ORDER BY ${id} LIMIT ${limit}`;
    const aliases = BLOCK_PROPERTIES.map(aliasOf).join(', ');
    const sql = `${versions} UNION ALL SELECT NULL AS versions, ${aliases} FROM (${rows}) b`;
    const found = (await connection.run(text.statement(sql))).rows;
    const isVersions = (row: Readonly<Record<string, unknown>>) => row[aliasOf('id')] === null;
    const json = found.find(isVersions)?.['versions'];
    return {
      versions: versionsOf(typeof json === 'string' ? json : null),
      rows: found
        .filter((row) => !isVersions(row))
        .map(blockOfRow)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    };
  }
}
