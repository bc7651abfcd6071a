import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

/** When one user was on a network, in milliseconds since 1970. */
interface StoredNetworkUse {
  readonly userId: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Who was on a range, as far as its entries were read. */
export interface RangeUse {
  readonly users: readonly StoredNetworkUse[];
  /** Whether every entry of the range was read. */
  readonly isWhole: boolean;
}

/** Ranges in one statement; SQLite takes 500 at the most, and works on nothing else meanwhile. */
const RANGES_AT_ONCE = 100;

/** The SQL that tells who was on many small ranges, and when. Failed attempts never count. */
@Injectable()
export class NetworkUseStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /**
   * By the first key of each range.
   *
   * @param most of each range, how many entries are read, and how many users are told
   */
  async of(
    connection: Connection,
    ranges: readonly KeyRange[],
    bounds: IdBounds,
    most: { readonly entries: number; readonly users: number },
  ): Promise<Map<string, RangeUse>> {
    const uses = new Map(
      ranges.map(({ first }) => [first, { users: [] as StoredNetworkUse[], isWhole: true }]),
    );
    for (let at = 0; at < ranges.length; at += RANGES_AT_ONCE) {
      const text = new StatementText(this.database.dialect);
      const sql = this.database.dialect.plans.forEachRange(
        text,
        ranges.slice(at, at + RANGES_AT_ONCE),
        (first, last) => this.useOf(text, first, last, bounds, most),
      );
      const { rows } = await connection.run(text.statement(sql));
      for (const row of rows) {
        const use = uses.get(String(row['first_key']));
        if (use === undefined) continue;
        use.isWhole = Number(row['entries_read']) <= most.entries;
        if (row['user_id'] === null || row['first_ms'] === null) continue;
        const [firstMs, lastMs] = [Number(row['first_ms']), Number(row['last_ms'])];
        use.users.push({ userId: row['user_id'] as string, firstMs, lastMs });
      }
    }
    return uses;
  }

  private useOf(
    text: StatementText,
    first: () => string,
    last: () => string,
    { from, below }: IdBounds,
    most: { readonly entries: number; readonly users: number },
  ): string {
    const { dialect } = this.database;
    const [id, user, createdAt, outcome] = ['id', 'userId', 'createdAt', 'outcome'].map((property) =>
      this.table.column(property),
    );
    const ip = dialect.indexedText(this.table.column('ip'));
    const at = `CASE WHEN ${outcome} = 'done' THEN ${createdAt} END`;
    return (
      `SELECT ${user} AS user_id, MIN(${at}) AS first_ms, MAX(${at}) AS last_ms, SUM(COUNT(*)) OVER () AS entries_read ` +
      `FROM (SELECT ${user}, ${createdAt}, ${outcome} FROM ${dialect.plans.from(this.table, ['ip', 'id'])} ` +
      `WHERE ${ip} >= ${first()} AND ${ip} <= ${last()} AND ${id} >= ${text.value(from)} AND ${id} < ${text.value(below)} ` +
      `ORDER BY ${ip} DESC, ${id} DESC LIMIT ${most.entries + 1}) n ` +
      `GROUP BY ${user} ORDER BY MAX(${at}) IS NULL, last_ms DESC LIMIT ${most.users}`
    );
  }
}
