/**
 * What a command works with on a site's database. Imported when there is work to do: Nest and TypeORM take a second to
 * load, and whoever asks for --help, or has mistyped a word, is answered without them.
 */
export { IpBlocksService } from '../blocking/ip-blocks.service.js';
export { ErasedUsers } from '../privacy/erased-users.js';
export { PersonalDataService } from '../privacy/personal-data.service.js';
export { UserSweep } from '../privacy/user-sweep.js';
export { IpRetentionService } from '../retention/ip-retention.service.js';
export { withSite } from './open-site.js';
