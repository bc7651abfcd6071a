import { Inject, Injectable } from '@nestjs/common';
import type { Connection, Statement } from './dialects/dialect.js';
import { AuditTrailSetting } from './entities/audit-trail-setting.entity.js';
import { StatementText } from './statement-text.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

const PROPERTIES = ['name', 'value', 'updatedAt'] as const;

/** The SQL of the setting table. Values are JSON. */
@Injectable()
export class SettingStore {
  private readonly table: TableNames;

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {
    this.table = tableNamesOf(database.dataSource, AuditTrailSetting);
  }

  /** The JSON of a setting, or `null` where nobody has set it. */
  async get(connection: Connection, name: string): Promise<string | null> {
    const text = new StatementText(this.database.dialect);
    const sql = `SELECT ${this.table.column('value')} AS value FROM ${this.table.path} WHERE ${this.table.column('name')} = ${text.value(name)}`;
    const { rows } = await connection.run(text.statement(sql));
    const value = rows[0]?.['value'];
    return typeof value === 'string' ? value : null;
  }

  /** Sets it, unless it is set already, and answers what holds now. */
  async getOrAdd(connection: Connection, name: string, value: string, at: number): Promise<string> {
    const sql = this.database.dialect.insertUnlessThere(this.table, PROPERTIES, 'name');
    await connection.run({ sql, parameters: [name, value, at] });
    return (await this.get(connection, name)) ?? value;
  }

  /** Sets it, whatever it was. */
  put(name: string, value: string, at: number): Statement {
    return { sql: this.database.dialect.put(this.table, PROPERTIES, 'name'), parameters: [name, value, at] };
  }

  /** Sets it where it is still as it was read, and affects one row then. */
  replace(name: string, was: string, value: string, at: number): Statement {
    const text = new StatementText(this.database.dialect);
    const [nameColumn, valueColumn, updatedAt] = PROPERTIES.map((property) => this.table.column(property));
    return text.statement(
      `UPDATE ${this.table.path} SET ${valueColumn} = ${text.value(value)}, ${updatedAt} = ${text.value(at)} ` +
        `WHERE ${nameColumn} = ${text.value(name)} AND ${valueColumn} = ${text.value(was)}`,
    );
  }

  /** Sets it to a text that sorts before the one that it has, byte by byte. */
  lower(name: string, value: string, at: number): Statement {
    const text = new StatementText(this.database.dialect);
    const [nameColumn = '', valueColumn = '', updatedAt] = PROPERTIES.map((property) =>
      this.table.column(property),
    );
    return text.statement(
      `UPDATE ${this.table.path} SET ${valueColumn} = ${text.value(value)}, ${updatedAt} = ${text.value(at)} ` +
        `WHERE ${nameColumn} = ${text.value(name)} AND ${this.database.dialect.indexedText(valueColumn)} > ${text.value(value)}`,
    );
  }
}
