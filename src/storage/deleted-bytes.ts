import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { TrailDatabase } from './trail-database.js';

const ATTEMPTS = 20;
const PAUSE_MS = 50;

/**
 * Sees to it that what is deleted is gone from the files of a database that would only mark it as free (SQLite).
 * Elsewhere the server does so by itself, when it vacuums or purges.
 */
@Injectable()
export class DeletedBytes implements OnModuleInit {
  private readonly logger = new Logger('AuditTrail');

  constructor(@Inject(TrailDatabase) private readonly database: TrailDatabase) {}

  /** From the start, since bytes are left behind as well where a page is split or merged. */
  async onModuleInit(): Promise<void> {
    await this.overwrite();
  }

  /** Makes the connection overwrite what it deletes; needed again where the application has opened another one. */
  async overwrite(): Promise<void> {
    const sql = this.database.dialect.overwriteDeletedSql;
    if (sql === null) return;
    await this.database.withConnection((connection) => connection.run({ sql, parameters: [] }));
  }

  /** Takes what was deleted out of the log of changes as well; called after deleting. Never rejects. */
  async settle(): Promise<void> {
    const sql = this.database.dialect.truncateLogSql;
    if (sql === null) return;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await this.truncateLog(sql)) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.logger.warn(
      'What was deleted still stands in the write-ahead log of SQLite, since somebody has been reading for long. It goes with the next run, or when the log is next rewritten.',
    );
  }

  /** Answers whether it was emptied: while another connection reads, it cannot be. */
  private async truncateLog(sql: string): Promise<boolean> {
    try {
      const { rows } = await this.database.withConnection((connection) =>
        connection.run({ sql, parameters: [] }),
      );
      return rows[0]?.['busy'] === 0;
    } catch {
      return false;
    }
  }
}
