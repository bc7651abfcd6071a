import { Inject, Injectable } from '@nestjs/common';
import type { Connection, Statement } from '../dialects/dialect.js';
import type { IdBounds } from '../dialects/read-plans.js';
import { AuditTrailBlock } from '../entities/audit-trail-block.entity.js';
import { type PersonalRows, personalRows, rowsOf } from '../personal-rows.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import { blockOfRow, type BlockRow } from './block-row.js';
import { blockColumns } from './block.store.js';

/** The SQL of the blocks that were made from one person's networks. */
@Injectable()
export class PersonBlockStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailBlock);
  }

  /** A page of them, newest first. */
  async madeFrom(
    connection: Connection,
    userId: string,
    bounds: IdBounds,
    limit: number,
  ): Promise<BlockRow[]> {
    const { dialect } = this.database;
    const text = new StatementText(dialect);
    const { where, orderBy } = rowsOf(dialect, text, this.table, [['userId', userId]], bounds);
    const from = dialect.plans.from(this.table, ['userId', 'id']);
    const sql = `SELECT ${blockColumns(this.table)} FROM ${from} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows.map(blockOfRow);
  }

  /** The change takes the person out of them; the blocks stay. */
  forgotten(userId: string, until: Date | null): PersonalRows {
    return this.rows(() => 'NULL', userId, until);
  }

  /** The change names another. */
  moved(fromUserId: string, toUserId: string): PersonalRows {
    return this.rows((text) => text.value(toUserId), fromUserId, null);
  }

  /** All of them, for the transaction in which the person is removed. */
  forgetAllOf(userId: string): Statement {
    const text = new StatementText(this.database.dialect);
    const column = this.table.column('userId');
    return text.statement(
      `UPDATE ${this.table.path} SET ${column} = NULL WHERE ${this.database.dialect.indexedText(column)} = ${text.value(userId)}`,
    );
  }

  /** The next users that blocks were made from, in the order of their ids. */
  async usersAfter(connection: Connection, after: string, limit: number): Promise<string[]> {
    const { dialect } = this.database;
    const { rows } = await connection.run(dialect.distinctAfter(this.table, 'userId', after, limit));
    return rows.map(({ value }) => String(value));
  }

  private rows(value: (text: StatementText) => string, userId: string, until: Date | null): PersonalRows {
    const change = (text: StatementText) =>
      `UPDATE ${this.table.path} SET ${this.table.column('userId')} = ${value(text)}`;
    return personalRows(this.database.dialect, this.table, change, [['userId', userId]], until);
  }
}
