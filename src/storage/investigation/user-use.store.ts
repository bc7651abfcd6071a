import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
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

/** One user who acted from a range. */
export interface StoredUserUse extends StoredUse {
  readonly userId: string;
  /** How many addresses of the range. */
  readonly ips: number;
}

const PROPERTIES = ['userId', 'ip', ...SUMMED_PROPERTIES] as const;

/** The SQL that sums up the users of a range. */
@Injectable()
export class UserUseStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** Of a range that holds no more than `held` entries: all of them are read from the index. */
  ofWholeRange(
    connection: Connection,
    range: KeyRange,
    bounds: IdBounds,
    limits: ReadLimits & { readonly held: number },
  ): Promise<StoredFound<StoredUserUse>> {
    const text = new StatementText(this.database.dialect);
    const rows = this.rowsOfIndex(text, range, ['id', ...PROPERTIES], limits.held);
    const entries = `SELECT ${this.columns()} FROM (${rows}) h WHERE ${this.within(text, bounds)}`;
    return this.found(connection, text, entries, limits);
  }

  /** Of the newest entries of a range that holds no more than `held`: only these are looked up. */
  ofNewest(
    connection: Connection,
    range: KeyRange,
    bounds: IdBounds,
    limits: ReadLimits & { readonly held: number },
  ): Promise<StoredFound<StoredUserUse>> {
    const id = this.table.column('id');
    const text = new StatementText(this.database.dialect);
    const ids =
      `SELECT ${id} FROM (${this.rowsOfIndex(text, range, ['id'], limits.held)}) h ` +
      `WHERE ${this.within(text, bounds)} ORDER BY ${id} DESC LIMIT ${limits.entries + 1}`;
    const entries = `SELECT ${this.columns()} FROM ${this.database.dialect.plans.lookUp(ids, this.table)}`;
    return this.found(connection, text, entries, limits);
  }

  /** Of the entries within the bounds, which are gone through by time from the newest on. */
  ofTime(
    connection: Connection,
    range: KeyRange,
    bounds: IdBounds,
    limits: ReadLimits,
  ): Promise<StoredFound<StoredUserUse>> {
    const { plans } = this.database.dialect;
    const ip = plans.aside(this.table.column('ip'));
    const text = new StatementText(this.database.dialect);
    const entries =
      `SELECT ${this.columns()} ${plans.byTime(this.table, this.within(text, bounds))} ` +
      `AND ${ip} >= ${text.value(range.first)} AND ${ip} <= ${text.value(range.last)} ` +
      `ORDER BY ${this.table.column('id')} DESC LIMIT ${limits.entries + 1}`;
    return this.found(connection, text, entries, limits);
  }

  private async found(
    connection: Connection,
    text: StatementText,
    entries: string,
    limits: ReadLimits,
  ): Promise<StoredFound<StoredUserUse>> {
    const { dialect } = this.database;
    const user = dialect.indexedText(this.table.column('userId'));
    const ip = `CASE WHEN ${this.table.column('outcome')} = 'done' THEN ${this.table.column('ip')} END`;
    const countedIps = `COUNT(DISTINCT ${dialect.indexedText(ip)}) AS ips, `;
    const sql = sumUp(this.table, entries, user, countedIps, limits.items);
    const result = await connection.run(text.statement(sql));
    return foundOf(result, limits, ({ used, ips }, use) => ({
      userId: String(used),
      ...use,
      ips: Number(ips),
    }));
  }

  private rowsOfIndex(
    text: StatementText,
    { first, last }: KeyRange,
    properties: readonly string[],
    limit: number,
  ): string {
    const { dialect } = this.database;
    const ip = dialect.indexedText(this.table.column('ip'));
    const columns = properties.map((property) => this.table.column(property)).join(', ');
    return (
      `SELECT ${columns} FROM ${dialect.plans.from(this.table, ['ip', 'id'])} WHERE ${ip} >= ${text.value(first)} ` +
      `AND ${ip} <= ${text.value(last)} ORDER BY ${ip}, ${this.table.column('id')} LIMIT ${limit}`
    );
  }

  private within(text: StatementText, { from, below }: IdBounds): string {
    const id = this.table.column('id');
    return `${id} >= ${text.value(from)} AND ${id} < ${text.value(below)}`;
  }

  private columns(): string {
    return PROPERTIES.map((property) => this.table.column(property)).join(', ');
  }
}
