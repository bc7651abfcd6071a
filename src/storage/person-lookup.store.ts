import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from './dialects/dialect.js';
import { AuditTrailLookup } from './entities/audit-trail-lookup.entity.js';
import type { IdBounds } from './dialects/read-plans.js';
import { ERASED } from './person.store.js';
import { type Equal, type PersonalRows, personalRows, rowsOf } from './personal-rows.js';
import { StatementText } from './statement-text.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** How a lookup named somebody: as the user, or as the entity that was asked about. */
export type LookupName =
  | { readonly userId: string }
  | { readonly entityType: string; readonly entityId: string };

/** A lookup as the person may know it: never by whom. */
export interface NamingLookup {
  readonly id: string;
  readonly at: Date;
  readonly reason: string;
}

/** The SQL of the log of lookups as far as it names one person. */
@Injectable()
export class PersonLookupStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailLookup);
  }

  /** A page of the lookups that named somebody, newest first. */
  async naming(
    connection: Connection,
    name: LookupName,
    bounds: IdBounds,
    limit: number,
  ): Promise<NamingLookup[]> {
    const { dialect } = this.database;
    const text = new StatementText(dialect);
    const [id, at, reason] = ['id', 'at', 'reason'].map((property) => this.table.column(property));
    const { where, orderBy } = rowsOf(dialect, text, this.table, equalOf(name), bounds);
    const from = dialect.plans.from(this.table, [...Object.keys(name), 'id']);
    const sql = `SELECT ${id} AS id, ${at} AS looked_at, ${reason} AS reason FROM ${from} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows.map((row) => ({
      id: String(row['id']),
      at: new Date(Number(row['looked_at'])),
      reason: String(row['reason']),
    }));
  }

  /** Lookups that named somebody; the change leaves that there was a lookup, and not on whom or why. */
  forgotten(name: LookupName, until: Date | null): PersonalRows {
    const erased = ['userId', 'entityId', 'rangeFirst', 'rangeLast'].map(
      (property) => `${this.table.column(property)} = NULL`,
    );
    const change = (text: StatementText) =>
      `UPDATE ${this.table.path} SET ${erased.join(', ')}, ${this.table.column('reason')} = ${text.value(ERASED)}`;
    return personalRows(this.database.dialect, this.table, change, equalOf(name), until);
  }

  /** Lookups that named somebody as the user; the change names another. */
  moved(fromUserId: string, toUserId: string): PersonalRows {
    const change = (text: StatementText) =>
      `UPDATE ${this.table.path} SET ${this.table.column('userId')} = ${text.value(toUserId)}`;
    return personalRows(this.database.dialect, this.table, change, [['userId', fromUserId]], null);
  }

  /** The next users that lookups name, in the order of their ids. */
  async usersAfter(connection: Connection, after: string, limit: number): Promise<string[]> {
    const { dialect } = this.database;
    const { rows } = await connection.run(dialect.distinctAfter(this.table, 'userId', after, limit));
    return rows.map(({ value }) => String(value));
  }
}

function equalOf(name: LookupName): Equal {
  return Object.entries(name);
}
