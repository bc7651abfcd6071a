import { Inject, Injectable } from '@nestjs/common';
import { DueRows, type DueTable } from './due-rows.js';
import { firstIdOf } from './entry-id.js';
import type { RetentionRule } from './retention-rules.js';
import type { StatementText } from './statement-text.js';
import { metadataOf, tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** The SQL of the rules by which data leaves the tables of the package. */
@Injectable()
export class RetentionStore {
  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {}

  rowsOf({ entity, leaves, by }: RetentionRule): DueRows {
    const { dataSource } = this.database;
    const table = tableNamesOf(dataSource, entity);
    const keys = metadataOf(dataSource, entity).primaryColumns.map(({ propertyName }) =>
      table.column(propertyName),
    );
    const columns = leaves === 'row' ? [] : leaves.map((property) => table.column(property));
    const filled = columns.map((column) => `${column} IS NOT NULL`).join(' OR ');
    return new DueRows(this.database, {
      path: table.path,
      keys,
      change:
        leaves === 'row'
          ? `DELETE FROM ${table.path}`
          : `UPDATE ${table.path} SET ${columns.map((column) => `${column} = NULL`).join(', ')}`,
      due: (text, span) => `${madeIn(table, by, text, span)}${filled === '' ? '' : ` AND (${filled})`}`,
    });
  }
}

/** "At or before" in milliseconds is "below the first id of the next millisecond". */
function madeIn(
  table: TableNames,
  by: string,
  text: StatementText,
  { until, since }: Parameters<DueTable['due']>[1],
): string {
  const column = table.column(by);
  const limit = (time: Date) => text.value(by === 'id' ? firstIdOf(time.getTime() + 1) : time.getTime() + 1);
  const isDue = `${column} < ${limit(until)}`;
  return since === null ? isDue : `${isDue} AND ${column} >= ${limit(since)}`;
}
