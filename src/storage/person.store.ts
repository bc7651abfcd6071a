import { Inject, Injectable } from '@nestjs/common';
import type { Connection, Statement } from './dialects/dialect.js';
import { AuditTrailEntry } from './entities/audit-trail-entry.entity.js';
import { entryColumns, entryOfRow } from './investigation/entry-of-row.js';
import type { KeptEntries } from './kept-entries.js';
import { type Equal, idsUntil, type PersonalRows, personalRows, rowsOf } from './personal-rows.js';
import { StatementText } from './statement-text.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** What stands where the name of an erased person stood. */
export const ERASED = '[erased]';

/** An entity as entries name it: by one of the TypeORM names that it can have, and its key. */
export interface NamedEntity {
  readonly types: readonly string[];
  readonly id: string;
}

/** The SQL of the entries of one person, and of those about them. */
@Injectable()
export class PersonStore {
  private readonly table: TableNames;
  private readonly userId: string;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
    this.userId = database.dialect.indexedText(this.table.column('userId'));
  }

  /** A page of a person's entries, newest first, without what is past its time; `before` is none of them. */
  async entriesOf(
    connection: Connection,
    userId: string,
    before: string | null,
    kept: KeptEntries,
    limit: number,
  ): Promise<AuditTrailEntry[]> {
    const { dialect, dataSource } = this.database;
    const text = new StatementText(dialect);
    const columns = entryColumns(this.table, (name) => dataSource.driver.escape(name));
    const bounds = { from: kept.entriesFrom, below: before ?? idsUntil(null).below };
    const { where, orderBy } = rowsOf(dialect, text, this.table, [['userId', userId]], bounds);
    const from = dialect.plans.from(this.table, ['userId', 'id']);
    const sql = `SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows.map((row) => entryOfRow(row, String(row['id']) >= kept.addressesFrom));
  }

  /** A person's own entries, made at or before the time where one is given; the change deletes them. */
  ownEntries(userId: string, until: Date | null): PersonalRows {
    const change = () => `DELETE FROM ${this.table.path}`;
    return this.rows(change, [['userId', userId]], until);
  }

  /** Entries of others about an entity; the change takes its key and the snapshot out of them. */
  entriesAbout(entityType: string, entityId: string, until: Date | null): PersonalRows {
    const [key, snapshot] = [this.table.column('entityId'), this.table.column('snapshot')];
    const change = (text: StatementText) =>
      `UPDATE ${this.table.path} SET ${key} = ${text.value(ERASED)}, ${snapshot} = NULL`;
    const equal = [
      ['entityType', entityType],
      ['entityId', entityId],
    ] as const;
    return this.rows(change, equal, until);
  }

  /** A person's entries; the change makes them another's. */
  movedEntries(fromUserId: string, toUserId: string): PersonalRows {
    const change = (text: StatementText) =>
      `UPDATE ${this.table.path} SET ${this.table.column('userId')} = ${text.value(toUserId)}`;
    return this.rows(change, [['userId', fromUserId]], null);
  }

  /** All of a person's entries, for the transaction in which the person is removed. */
  deleteAllOf(userId: string): Statement {
    const text = new StatementText(this.database.dialect);
    return text.statement(`DELETE FROM ${this.table.path} WHERE ${this.userId} = ${text.value(userId)}`);
  }

  /** The next users that have entries, in the order of their ids. */
  async usersAfter(connection: Connection, after: string, limit: number): Promise<string[]> {
    const { rows } = await connection.run(
      this.database.dialect.distinctAfter(this.table, 'userId', after, limit),
    );
    return rows.map(({ value }) => String(value));
  }

  /** The next keys of entities of one type that entries are about. */
  async entitiesAfter(connection: Connection, type: string, after: string, limit: number): Promise<string[]> {
    const { rows } = await connection.run(
      this.database.dialect.distinctAfter(this.table, 'entityId', after, limit, {
        property: 'entityType',
        value: type,
      }),
    );
    return rows.map(({ value }) => String(value));
  }

  /** Which of the users have an entry that was made at or before the time. */
  async withEntriesUntil(connection: Connection, userIds: readonly string[], until: Date): Promise<string[]> {
    if (userIds.length === 0) return [];
    const text = new StatementText(this.database.dialect);
    const sql =
      `SELECT DISTINCT ${this.table.column('userId')} AS value FROM ${this.table.path} ` +
      `WHERE ${this.userId} IN (${userIds.map((userId) => text.value(userId)).join(', ')}) ` +
      `AND ${this.table.column('id')} < ${text.value(idsUntil(until).below)}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows.map(({ value }) => String(value));
  }

  private rows(change: (text: StatementText) => string, equal: Equal, until: Date | null): PersonalRows {
    return personalRows(this.database.dialect, this.table, change, equal, until);
  }
}
