import { Inject, Injectable } from '@nestjs/common';
import type { Connection, OutsideConnection, Statement } from './dialects/dialect.js';
import { AuditTrailLease } from './entities/audit-trail-lease.entity.js';
import { AuditTrailLookup } from './entities/audit-trail-lookup.entity.js';
import { StatementText } from './statement-text.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** One row of the log of lookups, as it is written. */
export interface LookupRow {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly staffId: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly rangeFirst: string | null;
  readonly rangeLast: string | null;
  readonly entityType: string | null;
  readonly entityId: string | null;
  readonly reason: string;
}

/** How many rows of one staff member there may be from an id on. */
export interface LookupLimit {
  readonly from: string;
  readonly most: number;
}

const PROPERTIES = [
  'id',
  'at',
  'staffId',
  'kind',
  'userId',
  'rangeFirst',
  'rangeLast',
  'entityType',
  'entityId',
  'reason',
] as const satisfies readonly (keyof LookupRow)[];

/** A row that is locked for as long as lookups are counted and written. */
const LOCK = 'lookups';

/** The SQL that writes the log of lookups. */
@Injectable()
export class LookupStore {
  private readonly table: TableNames;
  private readonly locks: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailLookup);
    this.locks = tableNamesOf(database.dataSource, AuditTrailLease);
  }

  /** Writes the rows, all or none; those that are there already stay as they are. */
  async add(connection: OutsideConnection, rows: readonly LookupRow[], signal: AbortSignal): Promise<void> {
    await connection.runTogether(
      rows.map((row) => this.insertion(row)),
      signal,
    );
  }

  /**
   * As `add`, and answers whether they were written: `false` where the staff member would have more than the limit.
   * One caller after another, in all processes, so that nobody slips through between counting and writing.
   */
  async addWithin(
    connection: OutsideConnection,
    rows: readonly [LookupRow, ...LookupRow[]],
    limit: LookupLimit,
    signal: AbortSignal,
  ): Promise<boolean> {
    const statements = [this.lock(), ...rows.map((row) => this.insertion(row)), this.withdrawal(rows, limit)];
    let results = await connection.runTogether(statements, signal);
    if (results === null) {
      await this.makeLock(connection, signal);
      results = await connection.runTogether(statements, signal);
    }
    return results !== null && results.at(-1)?.affected === 0;
  }

  /** Notes how many things a lookup has found. */
  async setResults(connection: Connection, ids: readonly string[], results: number): Promise<void> {
    const text = new StatementText(this.database.dialect);
    const set = `${this.table.column('results')} = ${text.value(results)}`;
    await connection.run(
      text.statement(`UPDATE ${this.table.path} SET ${set} WHERE ${this.oneOf(text, ids)}`),
    );
  }

  private insertion(row: LookupRow): Statement {
    return {
      sql: this.database.dialect.insertUnlessThere(this.table, PROPERTIES, 'id'),
      parameters: PROPERTIES.map((property) => row[property]),
    };
  }

  /** Takes the rows out again, before anybody has seen them, where with them there are too many. */
  private withdrawal(rows: readonly [LookupRow, ...LookupRow[]], { from, most }: LookupLimit): Statement {
    const text = new StatementText(this.database.dialect);
    const ids = rows.map(({ id }) => id);
    const chosen = this.oneOf(text, ids);
    const staffId = this.database.dialect.indexedText(this.table.column('staffId'));
    const counted =
      `SELECT COUNT(*) AS total FROM ${this.table.path} WHERE ${staffId} = ${text.value(rows[0].staffId)} ` +
      `AND ${this.table.column('id')} >= ${text.value(from)}`;
    return text.statement(
      `DELETE FROM ${this.table.path} WHERE ${chosen} AND (SELECT total FROM (${counted}) AS counted) > ${most}`,
    );
  }

  private lock(): Statement {
    const text = new StatementText(this.database.dialect);
    const [name, count] = [this.locks.column('name'), this.locks.column('expiresAt')];
    return text.statement(
      `UPDATE ${this.locks.path} SET ${count} = ${count} + 1 WHERE ${name} = ${text.value(LOCK)}`,
    );
  }

  private async makeLock(connection: OutsideConnection, signal: AbortSignal): Promise<void> {
    const properties = ['name', 'holder', 'token', 'expiresAt'];
    const sql = this.database.dialect.insertUnlessThere(this.locks, properties, 'name');
    await connection.run({ sql, parameters: [LOCK, '', '', 0] }, signal);
  }

  private oneOf(text: StatementText, ids: readonly string[]): string {
    return `${this.table.column('id')} IN (${ids.map((id) => text.value(id)).join(', ')})`;
  }
}
