import { Inject, Injectable } from '@nestjs/common';
import { SettingStore } from '../storage/setting.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import type { AnnouncedStoreTimes } from './store-times.js';

const SITE = 'site';

/** What the processes of a site announced when they started, for each other and for the command. */
export interface Site {
  /** The newest first. */
  readonly storeTimes: readonly AnnouncedStoreTimes[];
  readonly lookupLogDays: number;
  /** The host's user entity by its TypeORM name, and the property with the user's id, `null` for its key. */
  readonly userEntity: { readonly entity: string; readonly userId: string | null } | null;
  /** Ranges that no block may cover, in CIDR notation. */
  readonly neverBlock?: readonly string[];
  /** Names of the sources that the application registered: no other process can prune them. */
  readonly sources: readonly string[];
}

/** The announcements of a site. */
@Injectable()
export class SiteSettings {
  constructor(
    @Inject(SettingStore) private readonly store: SettingStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /** `null` where no process has announced anything yet. */
  async read(): Promise<Site | null> {
    const json = await this.database.withConnection((connection) => this.store.get(connection, SITE));
    return json === null ? null : (JSON.parse(json) as Site);
  }

  /** Changes what is announced, whatever other processes announce meanwhile, and answers it. */
  change(make: (site: Site | null) => Site, now: number): Promise<Site> {
    return this.database.withConnection(async (connection) => {
      for (;;) {
        const was = await this.store.get(connection, SITE);
        const site = make(was === null ? null : (JSON.parse(was) as Site));
        const json = JSON.stringify(site);
        if (json === was) return site;
        if (was === null) {
          if ((await this.store.getOrAdd(connection, SITE, json, now)) === json) return site;
        } else {
          const { affected } = await connection.run(this.store.replace(SITE, was, json, now));
          if (affected === 1) return site;
        }
      }
    });
  }
}
