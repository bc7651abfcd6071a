import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
import { AuditTrailLookup } from '../entities/audit-trail-lookup.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

/** One question for the newest lookups; `null` where something does not matter. */
export interface LookupSearch {
  readonly staffId: string | null;
  readonly userId: string | null;
  /** Finds lookups of ranges that overlap it. */
  readonly range: KeyRange | null;
  readonly bounds: IdBounds;
  /** Lookups whose id is smaller are shown without their range. */
  readonly addressesFrom: string;
  readonly limit: number;
}

/** One row of the log of lookups. */
export interface StoredLookup {
  readonly id: string;
  readonly at: Date;
  readonly staffId: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly range: KeyRange | null;
  readonly reason: string;
  readonly results: number | null;
}

const PROPERTIES = [
  'id',
  'at',
  'staffId',
  'kind',
  'userId',
  'rangeFirst',
  'rangeLast',
  'reason',
  'results',
] as const;

/** The SQL that searches the log of lookups. */
@Injectable()
export class LookupSearchStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailLookup);
  }

  /** Newest first. */
  async newest(connection: Connection, search: LookupSearch): Promise<StoredLookup[]> {
    const { driver } = this.database.dataSource;
    const text = new StatementText(this.database.dialect);
    const columns = PROPERTIES.map((name) => `${this.table.column(name)} AS ${driver.escape(name)}`);
    const sql =
      `SELECT ${columns.join(', ')} FROM ${this.table.path} WHERE ${this.conditions(text, search)} ` +
      `ORDER BY ${this.table.column('id')} DESC LIMIT ${search.limit}`;
    const { rows } = await connection.run(text.statement(sql));
    return rows.map((row) => lookupOf(row, String(row['id']) >= search.addressesFrom));
  }

  /** The time of the oldest lookup from this id on. */
  async oldestFrom(connection: Connection, from: string): Promise<Date | null> {
    const [id, at] = [this.table.column('id'), this.table.column('at')];
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT ${at} AS at FROM ${this.table.path} WHERE ${id} >= ${text.value(from)} ORDER BY ${id} LIMIT 1`;
    const { rows } = await connection.run(text.statement(sql));
    return rows[0] === undefined ? null : new Date(Number(rows[0]['at']));
  }

  private conditions(text: StatementText, search: LookupSearch): string {
    const id = this.table.column('id');
    const column = (property: string) => this.database.dialect.indexedText(this.table.column(property));
    const conditions = [
      `${id} >= ${text.value(search.bounds.from)}`,
      `${id} < ${text.value(search.bounds.below)}`,
    ];
    if (search.staffId !== null) conditions.push(`${column('staffId')} = ${text.value(search.staffId)}`);
    if (search.userId !== null) conditions.push(`${column('userId')} = ${text.value(search.userId)}`);
    if (search.range !== null) {
      conditions.push(`${column('rangeFirst')} <= ${text.value(search.range.last)}`);
      conditions.push(`${column('rangeLast')} >= ${text.value(search.range.first)}`);
    }
    return conditions.join(' AND ');
  }
}

function lookupOf(row: Readonly<Record<string, unknown>>, showsRange: boolean): StoredLookup {
  const [first, last, userId, results] = [row['rangeFirst'], row['rangeLast'], row['userId'], row['results']];
  const hasRange = showsRange && typeof first === 'string' && typeof last === 'string';
  return {
    id: String(row['id']),
    at: new Date(Number(row['at'])),
    staffId: String(row['staffId']),
    kind: String(row['kind']),
    userId: typeof userId === 'string' ? userId : null,
    range: hasRange ? { first, last } : null,
    reason: String(row['reason']),
    results: results === null ? null : Number(results),
  };
}
