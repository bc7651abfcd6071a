import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

/** Everybody who acted from a range. */
export interface RangeCrowd {
  readonly users: number;
  /** Those of them who acted after a time. */
  readonly activeUsers: number;
  /** Those with the most entries first. */
  readonly busiest: readonly string[];
  /** Whether only a part of the entries was read, so that there may be more users. */
  readonly isAtLeast: boolean;
}

/** The SQL that counts the users of one range. Failed attempts never count. */
@Injectable()
export class RangeCrowdStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /**
   * @param activeFrom milliseconds since 1970
   * @param most entries that are read, and users that are named
   */
  async of(
    connection: Connection,
    range: KeyRange,
    bounds: IdBounds,
    activeFrom: number,
    most: { readonly entries: number; readonly users: number },
  ): Promise<RangeCrowd> {
    const { dialect } = this.database;
    const text = new StatementText(dialect);
    const [id, user, createdAt, outcome] = ['id', 'userId', 'createdAt', 'outcome'].map((property) =>
      this.table.column(property),
    );
    const [ip, used] = [dialect.indexedText(this.table.column('ip')), dialect.indexedText(user ?? '')];
    const at = `CASE WHEN ${outcome} = 'done' THEN ${createdAt} END`;
    const sql =
      `SELECT ${used} AS user_id, COUNT(${at}) AS entries, SUM(COUNT(*)) OVER () AS entries_read, ` +
      `SUM(CASE WHEN COUNT(${at}) > 0 THEN 1 ELSE 0 END) OVER () AS users, ` +
      `SUM(CASE WHEN MAX(${at}) >= ${text.value(activeFrom)} THEN 1 ELSE 0 END) OVER () AS active_users ` +
      `FROM (SELECT ${user}, ${createdAt}, ${outcome} FROM ${dialect.plans.from(this.table, ['ip', 'id'])} ` +
      `WHERE ${ip} >= ${text.value(range.first)} AND ${ip} <= ${text.value(range.last)} ` +
      `AND ${id} >= ${text.value(bounds.from)} AND ${id} < ${text.value(bounds.below)} ` +
      `ORDER BY ${ip}, ${id} LIMIT ${most.entries + 1}) n GROUP BY ${used} ` +
      `ORDER BY entries DESC, ${used} LIMIT ${most.users}`;
    const { rows } = await connection.run(text.statement(sql));
    const [row] = rows;
    return {
      users: Number(row?.['users'] ?? 0),
      activeUsers: Number(row?.['active_users'] ?? 0),
      busiest: rows
        .filter(({ user_id: userId, entries }) => userId !== null && Number(entries) > 0)
        .map(({ user_id: userId }) => String(userId)),
      isAtLeast: Number(row?.['entries_read'] ?? 0) > most.entries,
    };
  }
}
