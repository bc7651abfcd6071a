import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { DAY_MS } from '../settings/cutoff.js';
import { DatabaseClock } from '../settings/database-clock.js';
import type { StoreTimes } from '../settings/store-times.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { LastRun } from './last-run.js';

const HOUR_MS = 3_600_000;
/** A time server puts a clock back by so much at the most while it keeps it right. */
const CORRECTION_MS = 1000;

/** The least of one hour and 5 % of the store time. */
function toleranceMs({ days }: StoreTimes): number {
  return days === 'forever' ? HOUR_MS : Math.min(HOUR_MS, days * DAY_MS * 0.05);
}

/** Whether this process's clock can be trusted with deleting what is old. */
@Injectable()
export class ClockCheck {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(DatabaseClock) private readonly databaseClock: DatabaseClock,
    @Inject(LastRun) private readonly lastRun: LastRun,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /** What is wrong with the clock, in a sentence; `null` where nothing is. */
  async problem(storeTimes: StoreTimes, force: boolean): Promise<string | null> {
    return (await this.differs(storeTimes)) ?? (force ? null : await this.wentBack());
  }

  private async differs(storeTimes: StoreTimes): Promise<string | null> {
    const before = this.clock.now();
    const theirs = await this.databaseClock.now();
    const after = this.clock.now();
    const behindMs = Math.max(0, theirs - after);
    const aheadMs = Math.max(0, before - theirs);
    const differenceMs = Math.max(behindMs, aheadMs);
    if (differenceMs <= toleranceMs(storeTimes)) return null;
    const minutes = Math.round(differenceMs / 60_000);
    return `this process's clock is ${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} the database's. Set it right`;
  }

  /** Where the database has no clock of its own, the last run tells what time it has been already. */
  private async wentBack(): Promise<string | null> {
    if (this.database.dialect.nowSql !== null) return null;
    const [last, now] = [await this.lastRun.time(), this.clock.now()];
    if (last === null || now >= last - CORRECTION_MS) return null;
    return `this process's clock (${new Date(now).toISOString()}) stands before the last run (${new Date(last).toISOString()}). Set it right, or prune with force if the last run's was wrong`;
  }
}
