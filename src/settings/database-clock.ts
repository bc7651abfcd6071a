import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { TrailDatabase } from '../storage/trail-database.js';

/** The clock of the database, which all processes of a site share; a test puts its own in this provider's place. */
@Injectable()
export class DatabaseClock {
  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Milliseconds since 1970; the process's own clock where the database has none. */
  async now(): Promise<number> {
    const { nowSql } = this.database.dialect;
    if (nowSql === null) return this.clock.now();
    const { rows } = await this.database.withConnection((connection) =>
      connection.run({ sql: `SELECT ${nowSql} AS now`, parameters: [] }),
    );
    return Number(rows[0]?.['now']);
  }
}
