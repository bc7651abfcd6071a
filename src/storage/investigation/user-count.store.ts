import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

/** The SQL that counts users, from one to the next in the index. */
@Injectable()
export class UserCountStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** How many users have entries, counted up to `most`. */
  async upTo(connection: Connection, most: number): Promise<number> {
    const { rows } = await connection.run(
      this.database.dialect.distinctAfter(this.table, 'userId', '', most),
    );
    return rows.length;
  }
}
