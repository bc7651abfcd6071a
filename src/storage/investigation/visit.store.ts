import { Inject, Injectable } from '@nestjs/common';
import type { SortableKey } from '../../address/sortable-key.js';
import type { Connection, Statement, StatementResult } from '../dialects/dialect.js';
import type { IdBounds } from '../dialects/read-plans.js';
import { AuditTrailEntry } from '../entities/audit-trail-entry.entity.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';
import { newestOfUser } from './user-entries.js';

/** That a user acted from an address at a time, in milliseconds since 1970. */
export interface StoredVisit {
  readonly ip: SortableKey;
  readonly at: number;
}

/** When one user was where, newest first; `truncated` where there is more than was read. */
export interface StoredVisits {
  readonly visits: readonly StoredVisit[];
  readonly truncated: boolean;
}

type Row = StatementResult['rows'][number];

/** Users in one statement: SQLite works on nothing else meanwhile. */
const USERS_AT_ONCE = 20;

/** The SQL that lists when users were where. Failed attempts never count. */
@Injectable()
export class VisitStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
  }

  /** Of each of these users, from the newest `entries`. */
  async of(
    connection: Connection,
    userIds: readonly string[],
    bounds: IdBounds,
    entries: number,
  ): Promise<Map<string, StoredVisits>> {
    const found = new Map<string, StoredVisits>();
    for (let at = 0; at < userIds.length; at += USERS_AT_ONCE) {
      const some = userIds.slice(at, at + USERS_AT_ONCE);
      const rows = new Map(some.map((userId): [string, Row[]] => [userId, []]));
      const { rows: all } = await connection.run(this.newestOfEach(some, bounds, entries + 1));
      for (const row of all) rows.get(String(row['first_key']))?.push(row);
      for (const [userId, ofUser] of rows) found.set(userId, visitsOf(ofUser, entries));
    }
    return found;
  }

  private newestOfEach(userIds: readonly string[], bounds: IdBounds, limit: number): Statement {
    const { dialect } = this.database;
    const text = new StatementText(dialect);
    const [id, ip, at, outcome] = ['id', 'ip', 'createdAt', 'outcome'].map((property) =>
      this.table.column(property),
    );
    const users = userIds.map((userId) => ({ first: userId, last: userId }));
    const each = dialect.plans.rowsOfEach(text, users, (userId) =>
      newestOfUser(dialect, this.table, text, { userId, bounds, limit }, [
        'id',
        'ip',
        'createdAt',
        'outcome',
      ]),
    );
    return text.statement(
      `SELECT first_key, ${ip} AS ip, ${at} AS at, ${outcome} AS outcome FROM (${each}) n ORDER BY ${id} DESC`,
    );
  }
}

function visitsOf(rows: readonly Row[], entries: number): StoredVisits {
  const counted = rows.slice(0, entries).filter((row) => row['outcome'] === 'done' && row['ip'] !== null);
  return {
    visits: counted.map((row) => ({ ip: String(row['ip']), at: Number(row['at']) })),
    truncated: rows.length > entries,
  };
}
