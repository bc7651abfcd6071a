import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Connection, OutsideConnection, Patience, Statement } from './dialects/dialect.js';
import { AuditTrailEntry } from './entities/audit-trail-entry.entity.js';
import { firstIdOf, timeOfId } from './entry-id.js';
import { ENTRY_PROPERTIES, type EntryRow } from './entry-row.js';
import { SettingStore } from './setting.store.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** The setting that says up to which id no entry has an address any more. */
export const BLANKED_UNTIL = 'blanked-until';

/** An entry that was made so long before it is written may belong where pruning has been already. */
const BACKDATED_MS = 43_200_000;

/** The SQL of the entry table. */
@Injectable()
export class EntryStore {
  private readonly table: TableNames;
  private readonly insertion: (rows: readonly EntryRow[]) => Statement;

  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(SettingStore) private readonly settings: SettingStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.table = tableNamesOf(database.dataSource, AuditTrailEntry);
    this.insertion = database.dialect.insertOnce(this.table);
  }

  /** Writes all rows in one statement; a row that is there already stays as it is. */
  async insert(connection: OutsideConnection, rows: readonly EntryRow[], patience?: Patience): Promise<void> {
    const insertion = this.insertion(rows);
    const lowering = this.loweringFor(rows);
    if (lowering === null) await connection.run(insertion, patience);
    else await connection.runTogether([insertion, lowering], patience);
  }

  /** As `insert`, in the transaction that is open on the connection. */
  async insertInside(connection: Connection, rows: readonly EntryRow[]): Promise<void> {
    await connection.run(this.insertion(rows));
    const lowering = this.loweringFor(rows);
    if (lowering !== null) await connection.run(lowering);
  }

  /** Writes no row: fails where none could be written. */
  async ping(connection: Connection, patience?: Patience): Promise<void> {
    const columns = ENTRY_PROPERTIES.map((property) => this.table.column(property)).join(', ');
    const sql = `INSERT INTO ${this.table.path} (${columns}) SELECT ${columns} FROM ${this.table.path} WHERE 1 = 0`;
    await connection.run({ sql, parameters: [] }, patience);
  }

  /** When the oldest entry that still has an address was made; `null` where none has. */
  async oldestAddress(connection: Connection): Promise<Date | null> {
    const [id, ip] = [this.table.column('id'), this.table.column('ip')];
    const mark = await this.settings.get(connection, BLANKED_UNTIL);
    const after = mark === null ? firstIdOf(0) : (JSON.parse(mark) as string);
    const sql =
      `SELECT ${id} AS id FROM ${this.table.path} WHERE ${id} > ${this.database.dialect.parameter(1)} ` +
      `AND ${ip} IS NOT NULL ORDER BY ${id} LIMIT 1`;
    const [row] = (await connection.run({ sql, parameters: [after] })).rows;
    return row === undefined ? null : new Date(timeOfId(String(row['id'])));
  }

  /** Sends pruning back to where entries of an earlier time are written, as an import does. */
  private loweringFor(rows: readonly EntryRow[]): Statement | null {
    const now = this.clock.now();
    const oldest = rows.reduce((earliest, { createdAt }) => Math.min(earliest, createdAt), now);
    return oldest > now - BACKDATED_MS
      ? null
      : this.settings.lower(BLANKED_UNTIL, JSON.stringify(firstIdOf(oldest)), now);
  }
}
