import type { AuditTrailOptions } from '../options/audit-trail-options.js';
import type { Site } from '../settings/site-settings.js';
import { longestStoreTimes } from '../settings/store-times.js';
import { CommandError, EXIT_CODE } from './exit-code.js';

/**
 * The options with which the application runs, as far as it announced them.
 *
 * @throws CommandError where it announced none
 */
export function siteOptions(site: Site | null): AuditTrailOptions {
  const times = site === null ? null : longestStoreTimes(site.storeTimes, Date.now());
  if (site === null || times === null) throw nothingAnnounced();
  const { days, keepDays } = times;
  return {
    ipStoreDays: days,
    keepEntries: keepDays === days || keepDays === 'forever' ? false : { days: keepDays },
    lookupLogDays: site.lookupLogDays,
    // An application that started before it announced them has none here.
    neverBlock: [...(site.neverBlock ?? [])],
    ...(site.userEntity !== null && {
      userEntity: { entity: site.userEntity.entity, userId: site.userEntity.userId ?? undefined },
    }),
  };
}

/** Nobody but the application knows how long addresses are kept: a default would delete what it wants to keep. */
function nothingAnnounced(): CommandError {
  return new CommandError(
    EXIT_CODE.usage,
    'The application has not written its store time into this database yet. Start it once, or give --store-days.',
  );
}
