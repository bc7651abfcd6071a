import { Inject, Injectable } from '@nestjs/common';
import { DueRows } from '../due-rows.js';
import { StatementText } from '../statement-text.js';
import { TrailDatabase } from '../trail-database.js';
import { emptyingOf } from './emptying.js';
import type { StoredIpColumn } from './stored-ip-columns.js';
import { isAtOrBefore, isUnreadable } from './stored-time.js';

/**
 * The SQL of the host's columns with `@StoresIp`. Past TypeORM's update builder, which would touch versions and the date
 * of the last change, and tell the host's subscribers.
 */
@Injectable()
export class StoredIpStore {
  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {}

  /** An address without a time is due: nobody can say that it is young enough. */
  rowsOf(column: StoredIpColumn): DueRows {
    const { metadata, ip, createdAt, timeKind } = column;
    const [path, ipName, timeName] = [this.pathOf(metadata), this.quoted(ip), this.quoted(createdAt)];
    return new DueRows(this.database, {
      path,
      keys: metadata.primaryColumns.map((key) => this.quoted(key)),
      change: emptyingOf(this.database.dataSource, column),
      due: (text, { until }) => {
        const isOld = isAtOrBefore(this.database, timeName, createdAt, timeKind, until, text);
        return `${ipName} IS NOT NULL AND (${timeName} IS NULL OR ${isOld})`;
      },
    });
  }

  /** How many addresses stand beside a time that cannot be read. */
  async countUnreadable({ metadata, ip, createdAt, timeKind }: StoredIpColumn): Promise<number> {
    const condition = isUnreadable(this.quoted(createdAt), timeKind);
    if (condition === null) return 0;
    const sql = `SELECT COUNT(*) AS total FROM ${this.pathOf(metadata)} WHERE ${this.quoted(ip)} IS NOT NULL AND ${condition}`;
    const statement = new StatementText(this.database.dialect).statement(sql);
    const { rows } = await this.database.withConnection((connection) => connection.run(statement));
    return Number(rows[0]?.['total']);
  }

  private pathOf({ tablePath }: StoredIpColumn['metadata']): string {
    const { driver } = this.database.dataSource;
    return tablePath
      .split('.')
      .map((name) => driver.escape(name))
      .join('.');
  }

  private quoted({ databaseName }: StoredIpColumn['ip']): string {
    return this.database.dataSource.driver.escape(databaseName);
  }
}
