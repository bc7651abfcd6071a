import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import { RANGES_AT_ONCE, rowsOfRanges } from './rows-of-ranges.js';

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
      const sql = this.useOfEach(text, ranges.slice(at, at + RANGES_AT_ONCE), bounds, most);
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

  private useOfEach(
    text: StatementText,
    ranges: readonly KeyRange[],
    bounds: IdBounds,
    most: { readonly entries: number; readonly users: number },
  ): string {
    const [createdAt, outcome] = [this.table.column('createdAt'), this.table.column('outcome')];
    const user = this.database.dialect.indexedText(this.table.column('userId'));
    const at = `CASE WHEN ${outcome} = 'done' THEN ${createdAt} END`;
    const each = rowsOfRanges(this.database.dialect, this.table, text, ranges, {
      properties: ['userId', 'createdAt', 'outcome'],
      bounds,
      limit: most.entries + 1,
    });
    const uses =
      `SELECT first_key, ${user} AS user_id, MIN(${at}) AS first_ms, MAX(${at}) AS last_ms, ` +
      `SUM(COUNT(*)) OVER (PARTITION BY first_key) AS entries_read, ` +
      `ROW_NUMBER() OVER (PARTITION BY first_key ORDER BY MAX(${at}) IS NULL, MAX(${at}) DESC) AS place ` +
      `FROM (${each}) u GROUP BY first_key, ${user}`;
    return `SELECT * FROM (${uses}) p WHERE place <= ${most.users} ORDER BY place`;
  }
}
