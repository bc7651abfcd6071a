import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../dialects/dialect.js';
import type { IdBounds, KeyRange } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

/** How many users acted from a range. */
export interface Crowd {
  readonly users: number;
  /** Whether there are more entries than were read, so that there may be more users. */
  readonly isAtLeast: boolean;
}

/** Ranges in one statement; SQLite takes 500 at the most, and works on nothing else meanwhile. */
const RANGES_AT_ONCE = 100;

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
    const crowds = new Map<string, Crowd>();
    for (let at = 0; at < ranges.length; at += RANGES_AT_ONCE) {
      const text = new StatementText(this.database.dialect);
      const sql = this.database.dialect.plans.forEachRange(
        text,
        ranges.slice(at, at + RANGES_AT_ONCE),
        (first, last) => this.usersOf(text, first, last, bounds, entries + 1),
      );
      const { rows } = await connection.run(text.statement(sql));
      for (const row of rows) {
        const isAtLeast = Number(row['entries']) > entries;
        crowds.set(String(row['first_key']), { users: Number(row['users']), isAtLeast });
      }
    }
    return crowds;
  }

  private usersOf(
    text: StatementText,
    first: () => string,
    last: () => string,
    { from, below }: IdBounds,
    limit: number,
  ): string {
    const { dialect } = this.database;
    const [id, user, outcome] = ['id', 'userId', 'outcome'].map((property) => this.table.column(property));
    const ip = dialect.indexedText(this.table.column('ip'));
    return (
      `SELECT COUNT(*) AS entries, COUNT(DISTINCT CASE WHEN ${outcome} = 'done' THEN ${user} END) AS users ` +
      `FROM (SELECT ${user}, ${outcome} ` +
      `FROM ${dialect.plans.from(this.table, ['ip', 'id'])} WHERE ${ip} >= ${first()} AND ${ip} <= ${last()} ` +
      `AND ${id} >= ${text.value(from)} AND ${id} < ${text.value(below)} ` +
      `ORDER BY ${ip} DESC, ${id} DESC LIMIT ${limit}) n`
    );
  }
}
