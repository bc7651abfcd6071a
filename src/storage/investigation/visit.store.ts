import { Inject, Injectable } from '@nestjs/common';
import type { SortableKey } from '../../address/sortable-key.js';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import { newestOfUser } from './user-entries.js';

/** That a user acted from an address at a time, in milliseconds since 1970. */
export interface StoredVisit {
  readonly ip: SortableKey;
  readonly at: number;
}

/** The SQL that lists when a user was where. Failed attempts never count. */
@Injectable()
export class VisitStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** Newest first, from the user's newest `entries`; `truncated` where there are more. */
  async ofUser(
    connection: Connection,
    userId: string,
    bounds: IdBounds,
    entries: number,
  ): Promise<{ visits: StoredVisit[]; truncated: boolean }> {
    const text = new StatementText(this.database.dialect);
    const [ip, at, outcome] = ['ip', 'createdAt', 'outcome'].map((property) => this.table.column(property));
    const newest = newestOfUser(
      this.database.dialect,
      this.table,
      text,
      { userId, bounds, limit: entries + 1 },
      ['id', 'ip', 'createdAt', 'outcome'],
    );
    const sql =
      `SELECT ${ip} AS ip, ${at} AS at, ${outcome} AS outcome FROM (${newest}) n ` +
      `ORDER BY ${this.table.column('id')} DESC`;
    const { rows } = await connection.run(text.statement(sql));
    const counted = rows.slice(0, entries).filter((row) => row['outcome'] === 'done' && row['ip'] !== null);
    return {
      visits: counted.map((row) => ({ ip: String(row['ip']), at: Number(row['at']) })),
      truncated: rows.length > entries,
    };
  }
}
