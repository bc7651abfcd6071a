import { Inject, Injectable } from '@nestjs/common';
import type { SortableKey } from '../../address/sortable-key.js';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import {
  foundOf,
  type ReadLimits,
  type StoredFound,
  type StoredUse,
  SUMMED_PROPERTIES,
  sumUp,
} from './use-sums.js';
import { newestOfUser } from './user-entries.js';

/** One address that a user acted from. */
export interface StoredIpUse extends StoredUse {
  readonly ip: SortableKey;
}

/** The SQL that sums up the addresses of a user. */
@Injectable()
export class IpUseStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** From the user's newest entries. */
  async ofUser(
    connection: Connection,
    userId: string,
    bounds: IdBounds,
    limits: ReadLimits,
  ): Promise<StoredFound<StoredIpUse>> {
    const text = new StatementText(this.database.dialect);
    const newest = newestOfUser(
      this.database.dialect,
      this.table,
      text,
      { userId: () => text.value(userId), bounds, limit: limits.entries + 1 },
      ['ip', ...SUMMED_PROPERTIES],
    );
    const sql = sumUp(
      this.table,
      `SELECT ${newest}`,
      this.database.dialect.indexedText(this.table.column('ip')),
      '',
      limits.items,
    );
    const result = await connection.run(text.statement(sql));
    return foundOf(result, limits, ({ used }, use) => ({ ip: String(used), ...use }));
  }
}
