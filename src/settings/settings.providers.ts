import { DatabaseClock } from './database-clock.js';
import { HealthSigns } from './health-signs.js';
import { Leases } from './leases.js';
import { PrunedPlaces } from './pruned-places.js';
import { Secret } from './secret.js';
import { SiteSettings } from './site-settings.js';

/** What all processes of a site share, as a reader needs it; an application also provides `SiteAnnouncement`. */
export const SETTINGS_PROVIDERS = [DatabaseClock, Leases, PrunedPlaces, HealthSigns, SiteSettings, Secret];
