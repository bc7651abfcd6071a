import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { firstIdOf } from '../entry-id.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

/** At so many points of time, evenly, the entries that follow are looked at. */
const POINTS = 20;
const ENTRIES_AT_EACH = 500;

/** The SQL that tells how large a site is, from samples: to count everybody would read the whole table. */
@Injectable()
export class SiteSizeStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /**
   * At least so many users acted between two times.
   *
   * @param from milliseconds since 1970, as `to`
   */
  async usersBetween(connection: Connection, from: number, to: number): Promise<number> {
    const [id, user] = [this.table.column('id'), this.table.column('userId')];
    const text = new StatementText(this.database.dialect);
    const samples = Array.from({ length: POINTS }, (_, i) => {
      const point = firstIdOf(Math.floor(from + (i * (to - from)) / POINTS));
      return `SELECT * FROM (SELECT ${user} FROM ${this.table.path} WHERE ${id} >= ${text.value(point)} ORDER BY ${id} LIMIT ${ENTRIES_AT_EACH}) s${i}`;
    });
    const sql = `SELECT COUNT(DISTINCT ${this.database.dialect.indexedText(user)}) AS users FROM (${samples.join(' UNION ALL ')}) u`;
    const { rows } = await connection.run(text.statement(sql));
    return Number(rows[0]?.['users']);
  }
}
