import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from './dialects/dialect.js';
import { AuditTrailEntry } from './entities/audit-trail-entry.entity.js';
import { firstIdOf } from './entry-id.js';
import { ENTRY_PROPERTIES, type EntryRow } from './entry-row.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** The SQL of the entry table. */
@Injectable()
export class EntryStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** Writes all rows in one statement; a row that is there already stays as it is. */
  async insert(connection: Connection, rows: readonly EntryRow[], signal?: AbortSignal): Promise<void> {
    await connection.run(this.database.dialect.insertOnce(this.table, rows), signal);
  }

  /** Writes no row: fails where none could be written. */
  async ping(connection: Connection, signal?: AbortSignal): Promise<void> {
    const columns = ENTRY_PROPERTIES.map((property) => this.table.column(property)).join(', ');
    const sql = `INSERT INTO ${this.table.path} (${columns}) SELECT ${columns} FROM ${this.table.path} WHERE 1 = 0`;
    await connection.run({ sql, parameters: [] }, signal);
  }

  /** Deletes at most `limit` entries made at or before the time, oldest first, and answers how many. */
  deleteUntil(connection: Connection, until: Date, limit: number): Promise<number> {
    return this.changeUntil(connection, `DELETE FROM ${this.table.path}`, '', until, limit);
  }

  /** Takes address and snapshot out of at most `limit` entries made at or before the time. */
  blankUntil(connection: Connection, until: Date, limit: number): Promise<number> {
    const [ip, snapshot] = [this.table.column('ip'), this.table.column('snapshot')];
    const change = `UPDATE ${this.table.path} SET ${ip} = NULL, ${snapshot} = NULL`;
    return this.changeUntil(
      connection,
      change,
      ` AND (${ip} IS NOT NULL OR ${snapshot} IS NOT NULL)`,
      until,
      limit,
    );
  }

  /** Counts what `deleteUntil` would delete, or `blankUntil` blank. */
  async countUntil(connection: Connection, until: Date, what: 'entries' | 'addresses'): Promise<number> {
    const [ip, snapshot] = [this.table.column('ip'), this.table.column('snapshot')];
    const withAddress = what === 'addresses' ? ` AND (${ip} IS NOT NULL OR ${snapshot} IS NOT NULL)` : '';
    const sql = `SELECT COUNT(*) AS total FROM ${this.table.path} WHERE ${this.madeUntil()}${withAddress}`;
    const { rows } = await connection.run({ sql, parameters: [firstIdOf(until.getTime() + 1)] });
    return Number(rows[0]?.['total']);
  }

  private async changeUntil(
    connection: Connection,
    change: string,
    also: string,
    until: Date,
    limit: number,
  ): Promise<number> {
    const sql = this.database.dialect.changeFirst(this.table, change, this.madeUntil() + also, limit);
    const { affected } = await connection.run({ sql, parameters: [firstIdOf(until.getTime() + 1)] });
    return affected;
  }

  /** "At or before" in milliseconds is "below the first id of the next millisecond". */
  private madeUntil(): string {
    return `${this.table.column('id')} < ${this.database.dialect.parameter(1)}`;
  }
}
