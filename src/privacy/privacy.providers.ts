import { ErasedUsers } from './erased-users.js';
import { ErasureMemory } from './erasure-memory.js';
import { GoneUsersAlarm } from './gone-users-alarm.js';
import { GoneUsers } from './gone-users.js';
import { Holds } from './holds.js';
import { KnownUsers } from './known-users.js';
import { People } from './people.js';
import { PersonErasure } from './person-erasure.js';
import { PersonExport } from './person-export.js';
import { PersonalDataService } from './personal-data.service.js';
import { UserRemovalSubscriber } from './user-removal.subscriber.js';
import { UserSweep } from './user-sweep.js';

/** What a module provides so that `PersonalDataService` works, and users who are removed or gone take their entries along. */
export const PRIVACY_PROVIDERS = [
  People,
  Holds,
  ErasureMemory,
  PersonErasure,
  PersonExport,
  KnownUsers,
  ErasedUsers,
  GoneUsersAlarm,
  GoneUsers,
  UserSweep,
  UserRemovalSubscriber,
  PersonalDataService,
];
