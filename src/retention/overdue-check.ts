import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../clock.js';
import { DAY_MS } from '../settings/cutoff.js';
import { type HealthSign, HealthSigns } from '../settings/health-signs.js';
import { PrunedPlaces } from '../settings/pruned-places.js';
import { SiteSettings } from '../settings/site-settings.js';
import { longestStoreTimes } from '../settings/store-times.js';
import { EntryStore } from '../storage/entry.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { pruneTimesOf } from './due-time.js';
import { EffectiveStoreTimes } from './effective-store-times.js';
import { LastRun } from './last-run.js';

/** A run a day, and one that failed: older addresses say that nobody prunes. */
const OVERDUE_MS = 2 * DAY_MS;
const CHECK_EVERY_MS = 3_600_000;

/** Says where addresses are kept well past the store time: an error in the log once a day, and in the health. */
@Injectable()
export class OverdueCheck implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('AuditTrail');
  private timer: NodeJS.Timeout | undefined;
  private overdue: readonly string[] = [];
  private said: { readonly places: string; readonly at: number } | null = null;

  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(EntryStore) private readonly entries: EntryStore,
    @Inject(PrunedPlaces) private readonly places: PrunedPlaces,
    @Inject(SiteSettings) private readonly site: SiteSettings,
    @Inject(EffectiveStoreTimes) private readonly storeTimes: EffectiveStoreTimes,
    @Inject(LastRun) private readonly lastRun: LastRun,
    @Inject(HealthSigns) signs: HealthSigns,
  ) {
    signs.add('pruning', () => this.sign());
  }

  onApplicationBootstrap(): void {
    const check = (): void => void this.check();
    check();
    this.timer = setInterval(check, CHECK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** The oldest entry is looked up each time, other places when they were last checked. */
  private async sign(): Promise<HealthSign> {
    const cutoff = (await this.overdueTimes()).cutoff;
    const oldest = await this.database.withConnection((connection) => this.entries.oldestAddress(connection));
    const last = await this.lastRun.report();
    const areEntriesOverdue = cutoff !== null && oldest !== null && oldest <= cutoff;
    const overdue = [
      ...(areEntriesOverdue ? ['entries'] : []),
      ...this.overdue.filter((name) => name !== 'entries' && name !== 'addresses'),
    ];
    return {
      status: overdue.length === 0 ? 'up' : 'degraded',
      overdue,
      oldestAddress: oldest,
      lastRun: last?.startedAt ?? null,
      failed: last?.errors.map(({ source }) => source) ?? [],
    };
  }

  private async check(): Promise<void> {
    try {
      const times = await this.overdueTimes();
      const places = this.places.all.filter((place) => place.holdsAddresses && (place.isIn?.(times) ?? true));
      const overdue: string[] = [];
      for (const place of places) if ((await place.count(times)) !== 0) overdue.push(place.name);
      this.overdue = overdue;
      this.say();
    } catch {
      // The database is away, which whoever needs it says better.
    }
  }

  /** What has been due for two days at these times is overdue. */
  private async overdueTimes() {
    const now = this.clock.now();
    const announced = (await this.site.read())?.storeTimes ?? [];
    const storeTimes = longestStoreTimes(announced, now) ?? this.storeTimes.own;
    return pruneTimesOf(now - OVERDUE_MS, storeTimes);
  }

  private say(): void {
    const [places, now] = [this.overdue.join(', '), this.clock.now()];
    if (places === '') this.said = null;
    else if (this.said?.places !== places || now - this.said.at >= DAY_MS) {
      this.said = { places, at: now };
      this.logger.error(
        `Addresses are kept more than two days past the store time: ${places}. Does any process prune? See lastRun() of IpRetentionService.`,
      );
    }
  }
}
