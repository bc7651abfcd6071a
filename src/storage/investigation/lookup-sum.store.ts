import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds } from '../dialects/read-plans.js';
import { AuditTrailLookup } from '../entities/audit-trail-lookup.entity.js';
import { StatementText } from '../statement-text.js';
import { type TableNames, tableNamesOf } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

const MOST_STAFF = 200;

/** The SQL that counts lookups. */
@Injectable()
export class LookupSumStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailLookup);
  }

  /** The busiest staff members first. */
  async byStaff(connection: Connection, bounds: IdBounds): Promise<{ staffId: string; lookups: number }[]> {
    const text = new StatementText(this.database.dialect);
    const [id, staff] = [this.table.column('id'), this.table.column('staffId')];
    const sql =
      `SELECT ${staff} AS staff, COUNT(*) AS lookups FROM ${this.table.path} ` +
      `WHERE ${id} >= ${text.value(bounds.from)} AND ${id} < ${text.value(bounds.below)} ` +
      `GROUP BY ${staff} ORDER BY 2 DESC, 1 LIMIT ${MOST_STAFF}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows.map((row) => ({ staffId: String(row['staff']), lookups: Number(row['lookups']) }));
  }
}
