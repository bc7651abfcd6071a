import { CrowdStore } from '../storage/investigation/crowd.store.js';
import { EntrySearchStore } from '../storage/investigation/entry-search.store.js';
import { IpUseStore } from '../storage/investigation/ip-use.store.js';
import { LookupSearchStore } from '../storage/investigation/lookup-search.store.js';
import { NetworkUseStore } from '../storage/investigation/network-use.store.js';
import { LookupSumStore } from '../storage/investigation/lookup-sum.store.js';
import { SiteSizeStore } from '../storage/investigation/site-size.store.js';
import { UserUseStore } from '../storage/investigation/user-use.store.js';
import { VisitStore } from '../storage/investigation/visit.store.js';
import { ActivityQuestion } from './activity.question.js';
import { CompareQuestion } from './compare.question.js';
import { EntriesQuestion } from './entries.question.js';
import { InvestigationsService } from './investigations.service.js';
import { IpsOfUserQuestion } from './ips-of-user.question.js';
import { LinkEvidenceReader } from './link-evidence.reader.js';
import { LinkedAccountsQuestion } from './linked-accounts.question.js';
import { LoggedReading } from './logged-reading.js';
import { LookupsQuestion } from './lookups.question.js';
import { NewestEntriesSearch } from './newest-entries.js';
import { PagedLookups } from './paged-lookups.js';
import { RangeUsersSearch } from './range-users.js';
import { StaffLookups } from './staff-lookups.js';
import { UsersOfRangeQuestion } from './users-of-range.question.js';

/** What the room needs of itself and of the floors below that nobody else does. */
export const INVESTIGATION_PROVIDERS = [
  EntrySearchStore,
  IpUseStore,
  UserUseStore,
  CrowdStore,
  VisitStore,
  NetworkUseStore,
  SiteSizeStore,
  LookupSearchStore,
  LookupSumStore,
  LoggedReading,
  PagedLookups,
  NewestEntriesSearch,
  RangeUsersSearch,
  LinkEvidenceReader,
  EntriesQuestion,
  IpsOfUserQuestion,
  UsersOfRangeQuestion,
  LinkedAccountsQuestion,
  CompareQuestion,
  ActivityQuestion,
  StaffLookups,
  LookupsQuestion,
  InvestigationsService,
];
