import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { EqualColumn, IdBounds, KeyRange } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import { conditionsBeside, type EntryCriteria } from './entry-criteria.js';
import { entryColumns, entryOfRow } from './entry-of-row.js';

/** One question for the newest entries. */
export interface EntrySearch {
  readonly criteria: EntryCriteria;
  readonly bounds: IdBounds;
  /** Entries whose id is smaller are shown without address and snapshot. */
  readonly addressesFrom: string;
  readonly limit: number;
}

/** The properties of each index but the id, with which all of them end. */
const ENTRY_INDEXES = [['userId'], ['ip'], ['entityType', 'entityId']] as const;
export type EntryIndex = (typeof ENTRY_INDEXES)[number];

/** The SQL that finds the newest entries. Each statement is driven by the one index that it names. */
@Injectable()
export class EntrySearchStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** By an index whose columns the criteria name exactly; `ip` for a range of one address. */
  async byIndex(connection: Connection, index: EntryIndex, search: EntrySearch): Promise<AuditTrailEntry[]> {
    const { plans } = this.database.dialect;
    const { criteria, bounds } = search;
    const valueOf = (property: EntryIndex[number]) =>
      property === 'ip' ? criteria.range?.first : criteria[property];
    const text = new StatementText(this.database.dialect);
    const equal = index.map((property): EqualColumn => [
      this.table.column(property),
      () => text.value(valueOf(property) ?? ''),
    ]);
    const { where, orderBy } = plans.newest(text, equal, this.table.column('id'), bounds);
    const sql =
      `SELECT ${this.columns()} FROM ${plans.from(this.table, [...index, 'id'])} WHERE ${where}` +
      `${this.beside(text, criteria, index)} ORDER BY ${orderBy} LIMIT ${search.limit}`;
    return this.entries(connection, text, sql, search);
  }

  /** By time: goes through entries from the newest on, so `bounds` say how far. */
  async byTime(connection: Connection, search: EntrySearch): Promise<AuditTrailEntry[]> {
    const { plans } = this.database.dialect;
    const text = new StatementText(this.database.dialect);
    const sql =
      `SELECT ${this.columns()} ${plans.byTime(this.table, this.within(text, search.bounds))}` +
      `${this.beside(text, search.criteria, [])} ORDER BY ${this.table.column('id')} DESC LIMIT ${search.limit}`;
    return this.entries(connection, text, sql, search);
  }

  /**
   * By the range that the criteria name: its ids are read from the index and sorted, and the newest `looked` of them
   * are looked up. Complete only if the range holds no more than `held` entries.
   */
  async byRange(
    connection: Connection,
    range: KeyRange,
    search: EntrySearch,
    { held, looked }: { readonly held: number; readonly looked: number },
  ): Promise<AuditTrailEntry[]> {
    const { plans } = this.database.dialect;
    const id = this.table.column('id');
    const text = new StatementText(this.database.dialect);
    const ids =
      `SELECT ${id} FROM (${this.idsOfRange(text, range, held)}) h WHERE ${this.within(text, search.bounds)} ` +
      `ORDER BY ${id} DESC LIMIT ${looked}`;
    const sql =
      `SELECT ${this.columns('e.')} FROM ${plans.lookUp(ids, this.table)} WHERE 1 = 1` +
      `${this.beside(text, search.criteria, ['ip'])} ORDER BY r.${id} DESC LIMIT ${search.limit}`;
    return this.entries(connection, text, sql, search);
  }

  /** How many entries the range holds at any time, counted up to `atMost`. */
  async countInRange(connection: Connection, range: KeyRange, atMost: number): Promise<number> {
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT COUNT(*) AS total FROM (${this.idsOfRange(text, range, atMost)}) h`;
    const { rows } = await connection.run(text.statement(sql));
    return Number(rows[0]?.['total']);
  }

  /** The id of the entry so many places from the newest; `null` where there are fewer. */
  async idAt(connection: Connection, bounds: IdBounds, place: number): Promise<string | null> {
    const id = this.table.column('id');
    const text = new StatementText(this.database.dialect);
    const sql =
      `SELECT ${id} AS id ${this.database.dialect.plans.byTime(this.table, this.within(text, bounds))} ` +
      `ORDER BY ${id} DESC LIMIT 1 OFFSET ${place - 1}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows[0] === undefined ? null : String(rows[0]['id']);
  }

  /** The oldest entry from this id on. */
  async oldestFrom(connection: Connection, from: string): Promise<string | null> {
    const id = this.table.column('id');
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT ${id} AS id FROM ${this.table.path} WHERE ${id} >= ${text.value(from)} ORDER BY ${id} LIMIT 1`;
    const { rows } = await connection.run(text.statement(sql));
    return rows[0] === undefined ? null : String(rows[0]['id']);
  }

  private idsOfRange(text: StatementText, { first, last }: KeyRange, limit: number): string {
    const { dialect } = this.database;
    const [id, ip] = [this.table.column('id'), dialect.indexedText(this.table.column('ip'))];
    return (
      `SELECT ${id} FROM ${dialect.plans.from(this.table, ['ip', 'id'])} ` +
      `WHERE ${ip} >= ${text.value(first)} AND ${ip} <= ${text.value(last)} ORDER BY ${ip}, ${id} LIMIT ${limit}`
    );
  }

  private within(text: StatementText, { from, below }: IdBounds): string {
    const id = this.table.column('id');
    return `${id} >= ${text.value(from)} AND ${id} < ${text.value(below)}`;
  }

  private columns(from = ''): string {
    return entryColumns(this.table, (name) => this.database.dataSource.driver.escape(name), from);
  }

  private beside(text: StatementText, criteria: EntryCriteria, done: readonly string[]): string {
    return conditionsBeside(this.database.dialect, this.table, text, criteria, done);
  }

  private async entries(
    connection: Connection,
    text: StatementText,
    sql: string,
    { addressesFrom }: EntrySearch,
  ): Promise<AuditTrailEntry[]> {
    const { rows } = await connection.run(text.statement(sql));
    return rows.map((row) => entryOfRow(row, String(row['id']) >= addressesFrom));
  }
}
