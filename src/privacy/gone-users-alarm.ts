import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock.js';
import { type HealthSign, HealthSigns } from '../settings/health-signs.js';
import type { Statement } from '../storage/dialects/dialect.js';
import { SettingStore } from '../storage/setting.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';

const SETTING = 'gone-users';
const PATIENCE_MS = 1000;

/** How many of the users that have entries are not in the host's table. */
export interface GoneCount {
  readonly gone: number;
  readonly users: number;
}

/** That a sweep was refused, for the health of every process, until one has gone through. */
@Injectable()
export class GoneUsersAlarm implements OnModuleInit {
  constructor(
    @Inject(SettingStore) private readonly settings: SettingStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(HealthSigns) private readonly signs: HealthSigns,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.signs.add('goneUsers', () => this.sign());
  }

  /** The statement that raises it, or with `null` ends it. */
  set(count: GoneCount | null): Statement {
    const value = count === null ? null : { gone: count.gone, users: count.users };
    return this.settings.put(SETTING, JSON.stringify(value), this.clock.now());
  }

  async read(): Promise<GoneCount | null> {
    const json = await withPatience(this.database, PATIENCE_MS, (connection) =>
      this.settings.get(connection, SETTING),
    );
    return json === null ? null : (JSON.parse(json) as GoneCount | null);
  }

  /** Entries are still recorded, and so no more than `degraded`: a probe must not take the site down for this. */
  private async sign(): Promise<HealthSign> {
    const count = await this.read();
    if (count === null) return { status: 'up' };
    return {
      status: 'degraded',
      ...count,
      fault: 'more users seem to be gone than can be believed: see userEntity, and audit-trail sweep-users',
    };
  }
}
