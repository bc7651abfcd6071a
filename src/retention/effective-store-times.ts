import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { SiteAnnouncement } from '../settings/site-announcement.js';
import { type Site, SiteSettings } from '../settings/site-settings.js';
import { areSame, longestStoreTimes, type StoreTimes, storeTimesOf } from '../settings/store-times.js';

/** The store times that a run goes by. */
@Injectable()
export class EffectiveStoreTimes {
  private readonly logger = new Logger('AuditTrail');

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(SiteSettings) private readonly settings: SiteSettings,
    @Optional() @Inject(SiteAnnouncement) private readonly announcement?: SiteAnnouncement,
  ) {}

  get own(): StoreTimes {
    return storeTimesOf(this.options);
  }

  /**
   * The longest of those that the site's processes announced within a day, the newest of them included. Where this
   * process announces nothing, as the command, its own are what it was told.
   */
  async at(now: number, dryRun: boolean): Promise<StoreTimes> {
    const { own } = this;
    if (this.announcement === undefined) return own;
    const site = dryRun ? await this.settings.read() : await this.announcement.current(now);
    const longest = longestStoreTimes(site?.storeTimes ?? [], now) ?? own;
    if (site !== null && !areSame(longest, own)) this.say(longest, site, now);
    return longest;
  }

  private say(longest: StoreTimes, { storeTimes }: Site, now: number): void {
    const isAnnounced = storeTimes.some(
      (one) => areSame(one, this.own) && (one.until === null || one.until > now),
    );
    const what = `Addresses are kept for ${inDays(longest)}, entries for ${inDays({ days: longest.keepDays })}`;
    if (isAnnounced) {
      this.logger.warn(
        `${what}: another process is configured so, or was a day ago. This one is configured with ipStoreDays ${inDays(this.own)}.`,
      );
    } else {
      this.logger.error(
        `${what}, as the process that started last is configured; this one is configured with ipStoreDays ${inDays(this.own)}. Give all processes the same ipStoreDays and keepEntries.`,
      );
    }
  }
}

function inDays({ days }: { readonly days: number | 'forever' }): string {
  return days === 'forever' ? "'forever'" : `${days} days`;
}
