import { Inject, Injectable } from '@nestjs/common';
import { formatIpAddress, parseIpAddress } from '../../address/ip-address.js';
import type { Connection, Statement } from '../dialects/dialect.js';
import type { PersonalRows } from '../personal-rows.js';
import { StatementText } from '../statement-text.js';
import { TrailDatabase } from '../trail-database.js';
import { type UserIds, userIdsOf } from '../user-ids.js';
import { emptyingOf } from './emptying.js';
import { type StoredIpColumn, storedIpColumnsOf } from './stored-ip-columns.js';
import { isAtOrBefore, isUnreadable } from './stored-time.js';

/** A page of addresses, and where the next one begins. */
export interface IpPage {
  readonly ips: readonly string[];
  /** The key of the last row; `null` where it was the last page. */
  readonly last: readonly unknown[] | null;
}

/** The SQL of the host's columns with `@StoresIp`, as far as they are one person's. */
@Injectable()
export class PersonIpStore {
  readonly columns: readonly StoredIpColumn[];

  /** @throws AuditTrailError `INVALID_OPTIONS` where a column cannot be used as it was declared */
  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.columns = storedIpColumnsOf(database.dataSource);
  }

  /** A page of a person's addresses that are not past the store time. */
  async addressesOf(
    connection: Connection,
    column: StoredIpColumn,
    userId: string,
    cutoff: Date | null,
    after: readonly unknown[] | null,
    limit: number,
  ): Promise<IpPage> {
    const text = new StatementText(this.database.dialect);
    const keys = column.metadata.primaryColumns.map((key) => this.quoted(key));
    const conditions = [
      `${this.quoted(column.ip)} IS NOT NULL`,
      this.isOf(text, column, userId),
      ...(cutoff === null ? [] : [this.isYounger(text, column, cutoff)]),
    ];
    if (after !== null) {
      const values = after.map((value) => text.value(value));
      conditions.push(`(${keys.join(', ')}) > (${values.join(', ')})`);
    }
    const aliases = keys.map((key, i) => `${key} AS key_${i}`);
    const sql =
      `SELECT ${this.quoted(column.ip)} AS ip, ${aliases.join(', ')} FROM ${this.pathOf(column)} ` +
      `WHERE ${conditions.join(' AND ')} ORDER BY ${keys.join(', ')} LIMIT ${limit}`;
    const { rows } = await connection.run(text.statement(sql));
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      ips: rows.map(({ ip }) => this.canonical(column, ip)),
      last: last === undefined ? null : keys.map((_, i) => last[`key_${i}`]),
    };
  }

  /** A person's addresses, stored at or before the time where one is given; the change empties all of them. */
  ofPerson(column: StoredIpColumn, userId: string, until: Date | null): PersonalRows {
    const where = (text: StatementText): string => {
      const isTheirs = `${this.quoted(column.ip)} IS NOT NULL AND ${this.isOf(text, column, userId)}`;
      return until === null ? isTheirs : `${isTheirs} AND NOT (${this.isYounger(text, column, until)})`;
    };
    const statement = (head: string): Statement => {
      const text = new StatementText(this.database.dialect);
      return text.statement(`${head} WHERE ${where(text)}`);
    };
    const path = this.pathOf(column);
    return {
      change: () => statement(emptyingOf(this.database.dataSource, column)),
      count: () => statement(`SELECT COUNT(*) AS total FROM ${path}`),
    };
  }

  /** The next users that have an address in a column, as the database has their ids and as entries do. */
  async usersAfter(
    connection: Connection,
    column: StoredIpColumn,
    after: unknown,
    limit: number,
  ): Promise<{ readonly value: unknown; readonly userId: string }[]> {
    const text = new StatementText(this.database.dialect);
    const user = this.quoted(column.userId);
    const later = after === null ? '' : ` AND ${user} > ${text.value(after)}`;
    const sql =
      `SELECT DISTINCT ${user} AS value FROM ${this.pathOf(column)} ` +
      `WHERE ${this.quoted(column.ip)} IS NOT NULL AND ${user} IS NOT NULL${later} ORDER BY ${user} LIMIT ${limit}`;
    const { rows } = await connection.run(text.statement(sql));
    const ids = this.idsOf(column);
    return rows.map(({ value }) => ({ value, userId: ids.textOf(value) }));
  }

  private isOf(text: StatementText, column: StoredIpColumn, userId: string): string {
    const ids = this.idsOf(column);
    const values = ids.parameters(userId);
    return values.length === 0 ? '1 = 0' : ids.isOneOf(text, values);
  }

  /** What has no time that can be read may be of any age, and so is not shown. */
  private isYounger(text: StatementText, { createdAt, timeKind }: StoredIpColumn, time: Date): string {
    const name = this.quoted(createdAt);
    const unreadable = isUnreadable(name, timeKind);
    const isOld = isAtOrBefore(this.database, name, createdAt, timeKind, time, text);
    const isReadable = unreadable === null ? '' : ` AND NOT (${unreadable})`;
    return `${name} IS NOT NULL${isReadable} AND NOT (${isOld})`;
  }

  private canonical({ ip: column }: StoredIpColumn, value: unknown): string {
    const text = String(this.database.dataSource.driver.prepareHydratedValue(value, column));
    const address = parseIpAddress(text);
    return address === null ? text : formatIpAddress(address);
  }

  private idsOf({ userId }: StoredIpColumn): UserIds {
    const { dataSource, dialect } = this.database;
    return userIdsOf(dataSource, dialect, userId, this.quoted(userId));
  }

  private pathOf({ metadata }: StoredIpColumn): string {
    const { driver } = this.database.dataSource;
    return metadata.tablePath
      .split('.')
      .map((name) => driver.escape(name))
      .join('.');
  }

  private quoted({ databaseName }: StoredIpColumn['ip']): string {
    return this.database.dataSource.driver.escape(databaseName);
  }
}
