import { Inject, Injectable } from '@nestjs/common';
import type { ObjectLiteral } from 'typeorm';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Connection } from './dialects/dialect.js';
import { StatementText } from './statement-text.js';
import { TrailDatabase } from './trail-database.js';
import { type UserEntity, userEntityOf } from './user-entity.js';
import { type UserIds, userIdsOf } from './user-ids.js';

/** The SQL that asks the host's user table who is there. It reads all rows, soft-deleted ones too, and changes none. */
@Injectable()
export class HostUsers {
  /** `null` without the option `userEntity`. */
  readonly entity: UserEntity | null;
  private readonly path: string;
  private readonly column: string;
  private readonly ids: UserIds | null;

  /** @throws AuditTrailError `INVALID_OPTIONS` where the option names what is not there */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) { userEntity }: ResolvedOptions,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {
    const { dataSource, dialect } = database;
    this.entity = userEntity === null ? null : userEntityOf(dataSource, userEntity);
    const quote = (name: string) => dataSource.driver.escape(name);
    const { metadata, column } = this.entity ?? {};
    this.path = metadata?.tablePath.split('.').map(quote).join('.') ?? '';
    this.column = column === undefined ? '' : quote(column.databaseName);
    this.ids = column === undefined ? null : userIdsOf(dataSource, dialect, column, this.column);
  }

  /** Which of the ids are users that are not there. What the host's own comparison takes for there is there. */
  async missing(connection: Connection, userIds: readonly string[]): Promise<string[]> {
    const { ids } = this;
    if (ids === null) return [];
    const found = await this.found(connection, ids, userIds);
    const asked = new Set(userIds);
    const folded = new Set([...found].map((text) => text.toLowerCase()));
    // A column that compares by a locale answers in another spelling, and a driver may round what it reads.
    const isExact = [...found].every((text) => asked.has(text));
    const missing: string[] = [];
    for (const id of userIds) {
      if (found.has(id)) continue;
      const mayBeThere = !isExact || folded.has(id.toLowerCase());
      if (!mayBeThere || !(await this.isThere(connection, ids, id))) missing.push(id);
    }
    return missing;
  }

  /** The key of the user with an id, by property; `null` where there is no such row. */
  async keyOf(connection: Connection, userId: string): Promise<ObjectLiteral | null> {
    const { entity, ids } = this;
    if (entity === null || ids === null) return null;
    const values = ids.parameters(userId);
    if (values.length === 0) return null;
    const { driver } = this.database.dataSource;
    const text = new StatementText(this.database.dialect);
    const columns = entity.metadata.primaryColumns.map(
      ({ databaseName }, i) => `${driver.escape(databaseName)} AS key_${i}`,
    );
    const sql = `SELECT ${columns.join(', ')} FROM ${this.path} WHERE ${ids.isOneOf(text, values)}`;
    const [row] = (await connection.run(text.statement(sql))).rows;
    if (row === undefined) return null;
    const key: ObjectLiteral = {};
    for (const [i, column] of entity.metadata.primaryColumns.entries()) {
      column.setEntityValue(key, driver.prepareHydratedValue(row[`key_${i}`], column));
    }
    return key;
  }

  /** The id of the user whose key an object has; `null` where there is no such row. */
  async idOf(connection: Connection, key: ObjectLiteral): Promise<string | null> {
    const { entity, ids } = this;
    if (entity === null || ids === null) return null;
    const { driver } = this.database.dataSource;
    const text = new StatementText(this.database.dialect);
    const conditions = entity.metadata.primaryColumns.map(
      (column) =>
        `${driver.escape(column.databaseName)} = ${text.value(driver.preparePersistentValue(column.getEntityValue(key), column))}`,
    );
    const sql = `SELECT ${ids.selected} AS value FROM ${this.path} WHERE ${conditions.join(' AND ')}`;
    const [row] = (await connection.run(text.statement(sql))).rows;
    const value = row?.['value'];
    return value === undefined || value === null ? null : ids.textOf(value);
  }

  private async found(
    connection: Connection,
    ids: UserIds,
    userIds: readonly string[],
  ): Promise<Set<string>> {
    const values = userIds.flatMap((id) => ids.parameters(id));
    if (values.length === 0) return new Set();
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT ${ids.selected} AS value FROM ${this.path} WHERE ${ids.isOneOf(text, values)}`;
    const { rows } = await connection.run(text.statement(sql));
    return new Set(rows.map(({ value }) => ids.textOf(value)));
  }

  private async isThere(connection: Connection, ids: UserIds, userId: string): Promise<boolean> {
    const values = ids.parameters(userId);
    if (values.length === 0) return false;
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT 1 AS there FROM ${this.path} WHERE ${ids.isOneOf(text, values)} LIMIT 1`;
    return (await connection.run(text.statement(sql))).rows.length > 0;
  }
}
