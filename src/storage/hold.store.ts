import { Inject, Injectable } from '@nestjs/common';
import type { Connection, Statement } from './dialects/dialect.js';
import { AuditTrailHold } from './entities/audit-trail-hold.entity.js';
import { StatementText } from './statement-text.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** A hold as it is written. */
export interface HoldRow {
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly createdAt: number;
  readonly staffId: string;
  readonly reason: string;
}

const PROPERTIES = [
  'userId',
  'until',
  'createdAt',
  'staffId',
  'reason',
] as const satisfies readonly (keyof HoldRow)[];

/** The SQL of the holds. */
@Injectable()
export class HoldStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailHold);
  }

  /** Holds a user, in the place of a hold that there was. */
  put(row: HoldRow): Statement {
    return {
      sql: this.database.dialect.put(this.table, PROPERTIES, 'userId'),
      parameters: PROPERTIES.map((property) => row[property]),
    };
  }

  /** The hold of a user that is still live then, or `null`. */
  async liveHold(connection: Connection, userId: string, now: number): Promise<HoldRow | null> {
    const text = new StatementText(this.database.dialect);
    const columns = ['until', 'createdAt', 'staffId', 'reason'].map(
      (property, i) => `${this.table.column(property)} AS value_${i}`,
    );
    const sql =
      `SELECT ${columns.join(', ')} FROM ${this.table.path} WHERE ${this.column('userId')} = ${text.value(userId)} ` +
      `AND ${this.column('until')} > ${text.value(now)}`;
    const [row] = (await connection.run(text.statement(sql))).rows;
    if (row === undefined) return null;
    return {
      userId,
      until: Number(row['value_0']),
      createdAt: Number(row['value_1']),
      staffId: String(row['value_2']),
      reason: String(row['value_3']),
    };
  }

  /** All users that are held then; they are few. */
  async heldUsers(connection: Connection, now: number): Promise<Set<string>> {
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT ${this.column('userId')} AS value FROM ${this.table.path} WHERE ${this.column('until')} > ${text.value(now)}`;
    const { rows } = await connection.run(text.statement(sql));
    return new Set(rows.map(({ value }) => String(value)));
  }

  /** Ends the hold of a user. */
  remove(userId: string): Statement {
    const text = new StatementText(this.database.dialect);
    return text.statement(
      `DELETE FROM ${this.table.path} WHERE ${this.column('userId')} = ${text.value(userId)}`,
    );
  }

  private column(property: keyof HoldRow): string {
    return this.table.column(property);
  }
}
