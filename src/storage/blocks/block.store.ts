import { Inject, Injectable } from '@nestjs/common';
import type { Connection, Statement } from '../dialects/dialect.js';
import type { KeyRange } from '../dialects/read-plans.js';
import { AuditTrailBlock } from '../entities/audit-trail-block.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import {
  aliasOf,
  BLOCK_PROPERTIES,
  type BlockEffect,
  blockOfRow,
  type BlockRow,
  type NewBlockRow,
} from './block-row.js';

/** Which blocks are listed. */
export interface BlockCriteria {
  /** Overlapping ranges count. */
  readonly range: KeyRange | null;
  readonly effect: BlockEffect | null;
  /** Whether they are in force; `null`: all. */
  readonly live: boolean | null;
  /** Ids below this one. */
  readonly below: string;
  readonly limit: number;
}

/** Which blocks are lifted. */
export type LiftedBlocks = { readonly id: string } | { readonly importId: string };

/** Rows of one INSERT: below the 32,766 parameters that SQLite takes. */
const ROWS_AT_ONCE = 500;
const INSERTED = [...BLOCK_PROPERTIES, 'changedIn'] as const;

/** The SQL that changes blocks and lists them. */
@Injectable()
export class BlockStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailBlock);
  }

  /** Made one after the other, since all texts of a long import would be too much at once. */
  *insertions(rows: readonly NewBlockRow[], changedIn: number): Generator<Statement> {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      yield this.insertion(rows.slice(at, at + ROWS_AT_ONCE), changedIn);
    }
  }

  /** Ends blocks that have not ended. */
  lifting(
    what: LiftedBlocks,
    by: { readonly staffId: string; readonly reason: string; readonly at: number },
    changedIn: number,
  ): Statement {
    const text = new StatementText(this.database.dialect);
    const changes = {
      liftedAt: by.at,
      endsAt: by.at,
      liftedBy: by.staffId,
      liftReason: by.reason,
      changedIn,
    };
    const set = Object.entries(changes).map(
      ([property, value]) => `${this.table.column(property)} = ${text.value(value)}`,
    );
    const [property, value] = 'id' in what ? ['id', what.id] : ['importId', what.importId];
    return text.statement(
      `UPDATE ${this.table.path} SET ${set.join(', ')} WHERE ${this.table.column(property)} = ${text.value(value)} ` +
        `AND ${this.isLive(text, by.at)}`,
    );
  }

  /** Newest first. Ranges of blocks that ended at or before `cutoff` are past their time, and in no range. */
  async list(
    connection: Connection,
    { range, effect, live, below, limit }: BlockCriteria,
    now: number,
    cutoff: number,
  ): Promise<BlockRow[]> {
    const text = new StatementText(this.database.dialect);
    const [id, first, last] = ['id', 'rangeFirst', 'rangeLast'].map((name) => this.table.column(name));
    const { dialect } = this.database;
    const where = [`${id} < ${text.value(below)}`];
    if (range !== null) {
      where.push(`${dialect.indexedText(first ?? '')} <= ${text.value(range.last)}`);
      where.push(`${dialect.indexedText(last ?? '')} >= ${text.value(range.first)}`);
      where.push(this.endsFrom(text, cutoff + 1));
    }
    if (effect !== null) where.push(`${this.table.column('effect')} = ${text.value(effect)}`);
    if (live !== null) where.push(live ? this.isLive(text, now) : `NOT (${this.isLive(text, now)})`);
    const sql = `SELECT ${blockColumns(this.table)} FROM ${this.table.path} WHERE ${where.join(' AND ')} ORDER BY ${id} DESC LIMIT ${limit}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows.map(blockOfRow);
  }

  /** One block, ended or not; `null` where there is none. */
  async find(connection: Connection, id: string): Promise<BlockRow | null> {
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT ${blockColumns(this.table)} FROM ${this.table.path} WHERE ${this.table.column('id')} = ${text.value(id)}`;
    const [row] = (await connection.run(text.statement(sql))).rows;
    return row === undefined ? null : blockOfRow(row);
  }

  /** When the oldest block was made; `null` where there is none. */
  async oldest(connection: Connection): Promise<number | null> {
    const [id, createdAt] = [this.table.column('id'), this.table.column('createdAt')];
    const sql = `SELECT ${createdAt} AS created_at FROM ${this.table.path} ORDER BY ${id} LIMIT 1`;
    const [row] = (await connection.run({ sql, parameters: [] })).rows;
    return row === undefined ? null : Number(row['created_at']);
  }

  private insertion(rows: readonly NewBlockRow[], changedIn: number): Statement {
    const text = new StatementText(this.database.dialect);
    const columns = INSERTED.map((property) => this.table.column(property)).join(', ');
    const values = rows.map((row) => {
      const written: Record<string, unknown> = { ...row, endsAt: row.expiresAt, changedIn };
      return `(${INSERTED.map((property) => text.value(written[property] ?? null)).join(', ')})`;
    });
    return text.statement(`INSERT INTO ${this.table.path} (${columns}) VALUES ${values.join(', ')}`);
  }

  private isLive(text: StatementText, now: number): string {
    return `${this.table.column('liftedAt')} IS NULL AND ${this.endsFrom(text, now)}`;
  }

  private endsFrom(text: StatementText, time: number): string {
    const endsAt = this.table.column('endsAt');
    return `(${endsAt} IS NULL OR ${endsAt} >= ${text.value(time)})`;
  }
}

/** All columns of blocks, as `blockOfRow` reads them. */
export function blockColumns(table: TableNames): string {
  return BLOCK_PROPERTIES.map((property) => `${table.column(property)} AS ${aliasOf(property)}`).join(', ');
}
