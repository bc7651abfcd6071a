import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { DatabaseClock } from './database-clock.js';
import { PrunedPlaces } from './pruned-places.js';
import { type Site, SiteSettings } from './site-settings.js';
import { announceStoreTimes, areSame, longestStoreTimes, storeTimesOf } from './store-times.js';

/** Tells the other processes and the command, through the database, how this application is configured. */
@Injectable()
export class SiteAnnouncement implements OnApplicationBootstrap {
  private readonly logger = new Logger('AuditTrail');
  private isAnnounced = false;

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(DatabaseClock) private readonly clock: DatabaseClock,
    @Inject(SiteSettings) private readonly settings: SiteSettings,
    @Inject(PrunedPlaces) private readonly places: PrunedPlaces,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    try {
      const now = await this.clock.now();
      this.sayWhereOthersDiffer(await this.announce(now), now);
    } catch (error) {
      const { code } = this.database.faultOf(error);
      this.logger.error(
        `The store time could not be announced to other processes${code === undefined ? '' : ` (${code})`}. It is tried again with the next pruning run.`,
      );
    }
  }

  /** What the site's processes announced, with this one's sources in it; announces first what could not be before. */
  async current(now: number): Promise<Site> {
    if (!this.isAnnounced) return this.announce(now);
    const own = this.sources();
    return this.settings.change((site) => {
      if (site === null) return this.site(null, now);
      const missing = own.filter((name) => !site.sources.includes(name));
      return { ...site, sources: [...site.sources, ...missing] };
    }, now);
  }

  private async announce(now: number): Promise<Site> {
    const site = await this.settings.change((before) => this.site(before, now), now);
    this.isAnnounced = true;
    return site;
  }

  private site(before: Site | null, now: number): Site {
    const { lookupLogDays, neverBlock } = this.options;
    return {
      storeTimes: announceStoreTimes(before?.storeTimes ?? [], storeTimesOf(this.options), now),
      lookupLogDays,
      userEntity: this.userEntity(),
      neverBlock: neverBlock.map(({ text }) => text),
      sources: this.sources(),
    };
  }

  private userEntity(): Site['userEntity'] {
    const { userEntity } = this.options;
    if (userEntity === null) return null;
    const { entity, userId = null } =
      typeof userEntity === 'object' && 'entity' in userEntity
        ? userEntity
        : { entity: userEntity as EntityTarget<ObjectLiteral> };
    const { dataSource } = this.database;
    return dataSource.hasMetadata(entity) ? { entity: dataSource.getMetadata(entity).name, userId } : null;
  }

  private sources(): string[] {
    return this.places.all.filter(({ isOfHost }) => isOfHost).map(({ name }) => name);
  }

  private sayWhereOthersDiffer({ storeTimes }: Site, now: number): void {
    const longest = longestStoreTimes(storeTimes, now);
    const own = storeTimesOf(this.options);
    if (longest === null || areSame(longest, own)) return;
    this.logger.warn(
      `Until a day ago a process was configured with another store time (${describe(longest)}) than this one (${describe(own)}). For a day the longer one holds, in case it still runs.`,
    );
  }
}

function describe({ days, keepDays }: { days: number | 'forever'; keepDays: number | 'forever' }): string {
  const text = days === 'forever' ? 'for ever' : `${days} days`;
  return keepDays === days ? text : `${text}, entries ${keepDays} days`;
}
