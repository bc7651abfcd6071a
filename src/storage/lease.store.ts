import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Connection, Statement } from './dialects/dialect.js';
import { AuditTrailLease } from './entities/audit-trail-lease.entity.js';
import { StatementText } from './statement-text.js';
import { tableNamesOf, type TableNames } from './table-names.js';
import { TrailDatabase } from './trail-database.js';

/** A lease that somebody holds, or wants. */
export interface HeldLease {
  readonly name: string;
  /** For people. */
  readonly holder: string;
  readonly token: string;
  /** How long it is held without being renewed, in milliseconds. */
  readonly ttlMs: number;
}

/** The SQL of the lease table. All times are the database's, or the process's own where a database has no clock. */
@Injectable()
export class LeaseStore {
  private readonly table: TableNames;

  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.table = tableNamesOf(database.dataSource, AuditTrailLease);
  }

  /** Takes a lease that nobody holds, and answers whether it did. Never waits for who is renewing it. */
  async take(connection: Connection, lease: HeldLease): Promise<boolean> {
    const take = this.takeFree(lease);
    if ((await connection.run(take)).affected === 1) return true;
    if (await this.isKnown(connection, lease.name)) return false;
    const properties = ['name', 'holder', 'token', 'expiresAt'];
    const sql = this.database.dialect.insertUnlessThere(this.table, properties, 'name');
    await connection.run({ sql, parameters: [lease.name, '', '', 0] });
    return (await connection.run(take)).affected === 1;
  }

  /** Affects one row as long as the lease is held with this token, expired or not: nobody has taken it then. */
  renewal({ name, token, ttlMs }: HeldLease): Statement {
    const expiresAt = this.table.column('expiresAt');
    const [later, next] = [`${this.now()} + ${ttlMs}`, `${expiresAt} + 1`];
    // Always another value, since MariaDB may count only rows that have changed.
    const set = `${expiresAt} = CASE WHEN ${later} > ${expiresAt} THEN ${later} ELSE ${next} END`;
    return this.change(set, name, token);
  }

  /** Gives it back; affects one row if it was still held. */
  release({ name, token }: HeldLease): Statement {
    return this.change(`${this.table.column('expiresAt')} = 0`, name, token);
  }

  private takeFree({ name, holder, token, ttlMs }: HeldLease): Statement {
    const { dialect } = this.database;
    const text = new StatementText(dialect);
    const [nameColumn, expiresAt] = [this.table.column('name'), this.table.column('expiresAt')];
    const set =
      `${this.table.column('holder')} = ${text.value(holder)}, ${this.table.column('token')} = ${text.value(token)}, ` +
      `${expiresAt} = ${this.now()} + ${ttlMs}`;
    // Nobody holds a lease for longer than its time: the clock was ahead then, and has been put right.
    const isFree = `(${expiresAt} < ${this.now()} OR ${expiresAt} > ${this.now()} + ${2 * ttlMs})`;
    const free = `SELECT ${nameColumn} FROM ${this.table.path} WHERE ${nameColumn} = ${text.value(name)} AND ${isFree}${dialect.skipLocked}`;
    // Some databases read a table that they change only through another one.
    const sql = `UPDATE ${this.table.path} SET ${set} WHERE ${nameColumn} IN (SELECT ${nameColumn} FROM (${free}) AS free_lease)`;
    return text.statement(sql);
  }

  private async isKnown(connection: Connection, name: string): Promise<boolean> {
    const text = new StatementText(this.database.dialect);
    const column = this.table.column('name');
    const sql = `SELECT ${column} FROM ${this.table.path} WHERE ${column} = ${text.value(name)}`;
    return (await connection.run(text.statement(sql))).rows.length > 0;
  }

  private change(set: string, name: string, token: string): Statement {
    const text = new StatementText(this.database.dialect);
    return text.statement(
      `UPDATE ${this.table.path} SET ${set} WHERE ${this.table.column('name')} = ${text.value(name)} AND ${this.table.column('token')} = ${text.value(token)}`,
    );
  }

  private now(): string {
    return this.database.dialect.nowSql ?? String(Math.trunc(this.clock.now()));
  }
}
