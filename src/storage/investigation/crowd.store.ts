import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import { RANGES_AT_ONCE, rowsOfRanges } from './rows-of-ranges.js';

/** How many users acted from a range. */
export interface Crowd {
  readonly users: number;
  /** How many of its entries were counted. */
  readonly entries: number;
  /** Whether there are more entries than were read, so that there may be more users. */
  readonly isAtLeast: boolean;
}

/** The SQL that counts everybody on a range. Failed attempts never count. */
@Injectable()
export class CrowdStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** By the first key of each range; `entries` is how many are read of each at the most, the newest of an address. */
  async of(
    connection: Connection,
    ranges: readonly KeyRange[],
    bounds: IdBounds,
    entries: number,
  ): Promise<Map<string, Crowd>> {
    const crowds = new Map(ranges.map(({ first }) => [first, { users: 0, entries: 0, isAtLeast: false }]));
    for (let at = 0; at < ranges.length; at += RANGES_AT_ONCE) {
      const text = new StatementText(this.database.dialect);
      const done = `CASE WHEN ${this.table.column('outcome')} = 'done' THEN ${this.table.column('userId')} END`;
      const each = rowsOfRanges(
        this.database.dialect,
        this.table,
        text,
        ranges.slice(at, at + RANGES_AT_ONCE),
        {
          properties: ['userId', 'outcome'],
          bounds,
          limit: entries + 1,
        },
      );
      const sql =
        `SELECT first_key, COUNT(*) AS entries, COUNT(DISTINCT ${this.database.dialect.indexedText(done)}) AS users ` +
        `FROM (${each}) u GROUP BY first_key`;
      const { rows } = await connection.run(text.statement(sql));
      for (const row of rows) {
        const counted = Number(row['entries']);
        const crowd = { users: Number(row['users']), entries: counted, isAtLeast: counted > entries };
        crowds.set(String(row['first_key']), crowd);
      }
    }
    return crowds;
  }
}
