import { Inject, Injectable } from '@nestjs/common';
import type { Lease } from '../settings/leases.js';
import { SettingStore } from '../storage/setting.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { type PruneReport, readPruneReport } from './prune-report.js';

const REPORT = 'prune.last-run';
const TIME = 'prune.last-time';

/** What the last run of any process reported, kept in the database. */
@Injectable()
export class LastRun {
  constructor(
    @Inject(SettingStore) private readonly store: SettingStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  async report(): Promise<PruneReport | null> {
    const json = await this.get(REPORT);
    return json === null ? null : readPruneReport(json);
  }

  /** When the last run began that trusted its clock, in milliseconds since 1970. */
  async time(): Promise<number | null> {
    const json = await this.get(TIME);
    return json === null ? null : Number(json);
  }

  /** Keeps the report and gives the lease back, or does neither where another process has taken it. */
  async keep(report: PruneReport, lease: Lease): Promise<void> {
    const [startedAt, finishedAt] = [report.startedAt.getTime(), report.finishedAt.getTime()];
    const statements = [lease.release, this.store.put(REPORT, JSON.stringify(report), finishedAt)];
    if (report.skipped !== 'clock') statements.push(this.store.put(TIME, String(startedAt), finishedAt));
    await this.database.withConnection((connection) => connection.runTogether(statements));
  }

  private get(name: string): Promise<string | null> {
    return this.database.withConnection((connection) => this.store.get(connection, name));
  }
}
