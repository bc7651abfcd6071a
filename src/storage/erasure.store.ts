import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from './dialects/dialect.js';
import { AuditTrailErasure } from './entities/audit-trail-erasure.entity.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { StatementText } from './statement-text.js';
import { TrailDatabase } from './trail-database.js';

/** How long an erasure is remembered. */
export const ERASURE_DAYS = 30;

/** The SQL of the erasures that are remembered. */
@Injectable()
export class ErasureStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailErasure);
  }

  /** @param erasedAt milliseconds since 1970 */
  async remember(connection: Connection, userHash: string, erasedAt: number): Promise<void> {
    const sql = this.database.dialect.put(this.table, ['userHash', 'erasedAt'], 'userHash');
    await connection.run({ sql, parameters: [userHash, erasedAt] });
  }

  /** When each of those who are remembered was erased for the last time, by their hash. */
  async since(connection: Connection, time: number): Promise<Map<string, Date>> {
    const text = new StatementText(this.database.dialect);
    const [userHash, erasedAt] = [this.table.column('userHash'), this.table.column('erasedAt')];
    const sql = `SELECT ${userHash} AS user_hash, ${erasedAt} AS erased_at FROM ${this.table.path} WHERE ${erasedAt} > ${text.value(time)}`;
    const { rows } = await connection.run(text.statement(sql));
    return new Map(
      rows.map((row) => [String(row['user_hash']), new Date(Number(row['erased_at']))] as const),
    );
  }
}
