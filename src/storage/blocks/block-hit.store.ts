import { Inject, Injectable } from '@nestjs/common';
import type { OutsideConnection, Statement } from '../dialects/dialect.js';
import { AuditTrailBlock } from '../entities/audit-trail-block.entity.js';
import { AuditTrailSetting } from '../entities/audit-trail-setting.entity.js';
import { SettingStore } from '../setting.store.js';
import { StatementText } from '../statement-text.js';
import { tableNamesOf, type TableNames } from '../table-names.js';
import { TrailDatabase } from '../trail-database.js';

/** How often a block decided, on one or more days. */
export interface BlockHitCount {
  readonly id: string;
  readonly hits: number;
  /** The last day, `2026-11-24`. */
  readonly day: string;
}

/** A batch of one process; its number is one more than that of the batch before. */
export interface HitBatch {
  readonly writer: string;
  readonly number: number;
  /** In the order of the ids, so that no two processes wait for each other. */
  readonly counts: readonly BlockHitCount[];
}

const WRITERS = 'blocks.hits.';

/**
 * The SQL that counts hits. Each process keeps the number of its last batch in a setting, which is raised in the same
 * transaction: a batch whose answer was lost is not counted twice.
 */
@Injectable()
export class BlockHitStore {
  private readonly table: TableNames;
  private readonly settingTable: TableNames;

  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(SettingStore) private readonly settings: SettingStore,
  ) {
    this.table = tableNamesOf(database.dataSource, AuditTrailBlock);
    this.settingTable = tableNamesOf(database.dataSource, AuditTrailSetting);
  }

  /** Adds the counts of a batch, once however often it is called. */
  async add(connection: OutsideConnection, { writer, number, counts }: HitBatch, now: number): Promise<void> {
    const name = WRITERS + writer;
    const [before, after] = [String(number - 1), String(number)];
    const additions = counts.map((count) => this.addition(count));
    const addOnce = (was: string) =>
      connection.runTogether([this.settings.replace(name, was, after, now), ...additions]);
    if ((await addOnce(before)) !== null) return;
    // The first batch, or one that was written without an answer; or the database was restored to an older state.
    const known = await this.settings.getOrAdd(connection, name, before, now);
    if (known !== after) await addOnce(known);
  }

  /** Forgets a process that has ended. */
  async forget(connection: OutsideConnection, writer: string): Promise<void> {
    const text = new StatementText(this.database.dialect);
    const name = `${this.settingTable.column('name')} = ${text.value(WRITERS + writer)}`;
    await connection.run(text.statement(`DELETE FROM ${this.settingTable.path} WHERE ${name}`));
  }

  /** Forgets the processes that have counted nothing since a time: those that were killed are among them. */
  async forgetUntil(connection: OutsideConnection, time: number): Promise<void> {
    const text = new StatementText(this.database.dialect);
    const [name, updatedAt] = [this.settingTable.column('name'), this.settingTable.column('updatedAt')];
    const sql = `DELETE FROM ${this.settingTable.path} WHERE ${name} LIKE ${text.value(`${WRITERS}%`)} AND ${updatedAt} < ${text.value(time)}`;
    await connection.run(text.statement(sql));
  }

  private addition({ id, hits, day }: BlockHitCount): Statement {
    const text = new StatementText(this.database.dialect);
    const [count, last] = [this.table.column('hits'), this.table.column('lastHitOn')];
    const set =
      `${count} = COALESCE(${count}, 0) + ${hits}, ` +
      `${last} = CASE WHEN ${last} > ${text.value(day)} THEN ${last} ELSE ${text.value(day)} END`;
    // What has been emptied because its time was over stays empty.
    return text.statement(
      `UPDATE ${this.table.path} SET ${set} WHERE ${this.table.column('id')} = ${text.value(id)} ` +
        `AND ${this.table.column('rangeFirst')} IS NOT NULL`,
    );
  }
}
